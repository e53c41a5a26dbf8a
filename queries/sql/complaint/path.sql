-- One row a step of the complaint :id up to :as_of: who held it after the step, and for how many hours until the next
-- step (until :as_of for the last one of an open complaint; NULL once it is settled).
with
-- include names
select @known(e.at) at time zone :zone as at, e.status, coalesce(f.name, e.from_skpd) as from_skpd,
       coalesce(t.name, e.to_skpd) as holder, @known(e.ews_due_at) at time zone :zone as ews_due_at, e.note,
       date_part('epoch', coalesce(lead(@known(e.at)) over (order by e.at, e.id),
                                   case when e.status <> 'Selesai' then :as_of end) - @known(e.at))::float8 / 3600 as hours
from dashboard.complaint_event e
left join unit_name f on f.code = e.from_skpd
left join unit_name t on t.code = e.to_skpd
where e.complaint_id = :id and e.at <= :as_of
order by e.at, e.id
