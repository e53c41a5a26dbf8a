-- Keys of complaints by lot, the same each time.
select id from dashboard.complaint order by md5(id::text) limit %(number)s;
