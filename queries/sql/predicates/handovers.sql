-- (complaint): how often it had changed hands at :as_of; 3: three times or more.
select greatest(least(count(*) - 1, 3), 0) from dashboard.complaint_spell sp
where sp.complaint_id = complaint.id and sp.received_at <= :as_of
