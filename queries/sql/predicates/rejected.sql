-- (complaint): 'ya' where its work had been refused at least once at :as_of, else 'tidak'.
select case when count(*) > 0 then 'ya' else 'tidak' end from dashboard.complaint_event e
where e.complaint_id = complaint.id and e.at <= :as_of and e.status = 'TL Ditolak'
