-- (moment): it, where it lies in a calendar that people use; NULL: none, or one that stands for "never" or "not known".
case when moment >= '1970-01-01 00:00+14' and moment < '2200-01-01 00:00+00' then moment end
