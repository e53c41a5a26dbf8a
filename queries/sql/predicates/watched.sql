-- (complaint, days): settled in the period, and as long ago at :as_of.
complaint.is_out and complaint.closed_at <= :as_of - days
