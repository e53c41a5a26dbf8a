-- (moment): it stands for "never": infinity, or a year that nobody plans for.
coalesce(moment >= '2200-01-01 00:00+00', false)
