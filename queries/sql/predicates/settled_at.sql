-- (complaint, moment): when this row of dashboard.complaint was settled, as known at the moment; NULL: it was not. As in
-- scope.sql today's row tells, unless it has changed since; then the steps do.
case when complaint.closed_at <= moment then @known(complaint.closed_at)
     when complaint.updated_at > moment then (
         select case when e.status = 'Selesai' then @known(e.at) end from dashboard.complaint_event e
         where e.complaint_id = complaint.id and e.at <= moment
         order by e.at desc, e.id desc limit 1) end
