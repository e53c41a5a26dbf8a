-- (complaint, moment): the unit at whose table it was before the one that received it at the moment; NULL: none.
select sooner.skpd_code from dashboard.complaint_spell sooner
where sooner.complaint_id = complaint.id and sooner.received_at < moment
order by sooner.received_at desc limit 1
