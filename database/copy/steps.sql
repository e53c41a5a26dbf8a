-- The steps as they count: in order of time, each with the status and the holder that it leaves behind. A step that names
-- none (an estimate, a remark, a change of the holder alone) leaves the one before it. A step without a time, or of a
-- complaint that the mapping does not show, is none.
create temp table step on commit drop as
with known as (
    select e.id, e.complaint_id, e.at, nullif(trim(e.status), '') as status, e.from_skpd,
           nullif(trim(e.to_skpd), '') as to_skpd, e.ews_due_at, e.note
    from stage_complaint_event e
    join stage_complaint c on c.id = e.complaint_id
    where e.at is not null
),
numbered as (
    select *, count(status) over life as status_number, count(to_skpd) over life as holder_number
    from known
    window life as (partition by complaint_id order by at, id)
),
filled as (
    select id, complaint_id, at, from_skpd, ews_due_at, note,
           max(status) over (partition by complaint_id, status_number) as status,
           max(to_skpd) over (partition by complaint_id, holder_number) as to_skpd
    from numbered
)
select f.*,
       lag(status) over life is distinct from status or lag(id) over life is null as is_new_status,
       lag(to_skpd) over life is distinct from to_skpd or lag(id) over life is null as is_new_holder,
       lag(to_skpd) over life as before_skpd,
       lead(id) over life is null as is_last
from filled f
window life as (partition by complaint_id order by at, id);

-- What the steps tell of each complaint: the rules of docs/contract.md.
create temp table life on commit drop as
select complaint_id,
       min(at) filter (where status is distinct from 'Menunggu') as coordinated_at,
       min(at) filter (where status = 'Proses') as answered_at,
       max(status) filter (where is_last) as status,
       max(at) filter (where is_last) as status_at,
       max(to_skpd) filter (where is_last) as skpd_code,
       max(at) filter (where is_new_holder) as holder_since,
       max(at) filter (where is_new_status and status = 'Selesai') as settled_at,
       count(ews_due_at)::integer as ews_count,
       (array_agg(ews_due_at order by at desc, id desc) filter (where ews_due_at is not null))[1] as ews_due_at
from step
group by complaint_id;

create temp table stay on commit drop as
select complaint_id, to_skpd as skpd_code, at as received_at,
       lead(at) over (partition by complaint_id order by at, id) as next_at
from step
where is_new_holder and to_skpd is not null;
