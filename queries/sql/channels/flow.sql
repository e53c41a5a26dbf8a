-- One row a channel: what was open when the period began, came in, went out, and is open at its end (or at :as_of); what is
-- open again after it had been settled; contradictory receipts. As known at :as_of.
with
-- include scope
select s.channel_code as code,
       count(*) filter (where not s.is_contradictory and s.created_at < :since
                        and (s.closed_at is null or s.closed_at >= :since))::int as awal,
       count(*) filter (where s.is_in)::int as masuk,
       count(*) filter (where s.is_out)::int as selesai,
       count(*) filter (where not s.is_contradictory and s.created_at < least(:until, :as_of)
                        and (s.closed_at is null or s.closed_at >= least(:until, :as_of)))::int as akhir,
       count(*) filter (where s.is_open and exists (
           select from dashboard.complaint_event e
           where e.complaint_id = s.id and e.status = 'Selesai' and e.at <= :as_of))::int as dibuka_lagi,
       count(*) filter (where s.is_in and s.is_contradictory)::int as bertentangan
from scope s
group by 1
order by 1
