-- (done, deadline): done by the deadline; never where either is missing.
coalesce(done <= deadline, false)
