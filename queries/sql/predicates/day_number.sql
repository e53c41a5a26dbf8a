-- (moment): the day on which it lies, counted from 0 on the first of the period, whatever the clocks did in between.
(moment at time zone :zone)::date - (:since at time zone :zone)::date
