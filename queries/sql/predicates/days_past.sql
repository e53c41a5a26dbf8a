-- (due, moment): days of 24 hours that a moment lies past a deadline; NULL where it does not.
case when moment > due then round((date_part('epoch', moment - due) / 86400)::numeric, 1)::float8 end
