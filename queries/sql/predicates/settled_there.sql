-- (stay): it ended in the period with the settlement of the complaint.
coalesce(stay.is_settled and stay.released_at <= least(:until, :as_of), false)
