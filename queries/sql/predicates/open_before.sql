-- (complaint, moment): received before the moment and not settled before it. What is settled at the start of a period is
-- settled in it, so that the stock, what comes and what goes add up to the next stock.
not complaint.is_contradictory and complaint.created_at < moment
and (complaint.closed_at is null or complaint.closed_at >= moment)
