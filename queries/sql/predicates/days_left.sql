-- (due, moment): days of 24 hours from a moment to a deadline; NULL where it has passed.
case when moment <= due then round((date_part('epoch', due - moment) / 86400)::numeric, 1)::float8 end
