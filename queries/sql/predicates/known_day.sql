-- (date): the same for a day.
case when date >= '1970-01-01' and date < '2200-01-01' then date end
