-- Adds the rows of the relation "counted" (its columns, and sign: 1 or -1) to the cells.
create temp table delta on commit drop as
select day, channel_code, skpd_code, sum(sign * received)::int as received, sum(sign * settled)::int as settled,
       sum(sign * due)::int as due, sum(sign * on_time)::int as on_time
from counted
group by 1, 2, 3;

update dashboard.cell c
set received = c.received + d.received, settled = c.settled + d.settled, due = c.due + d.due, on_time = c.on_time + d.on_time
from delta d
where (c.day, c.channel_code, c.skpd_code) = (d.day, d.channel_code, d.skpd_code)
  and (d.received, d.settled, d.due, d.on_time) <> (0, 0, 0, 0);

insert into dashboard.cell
select d.* from delta d
where not exists (select from dashboard.cell c
                  where (c.day, c.channel_code, c.skpd_code) = (d.day, d.channel_code, d.skpd_code));

drop table delta;
