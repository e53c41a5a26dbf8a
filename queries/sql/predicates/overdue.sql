-- (deadline): it has passed at :as_of. Asked of what is not done.
coalesce(deadline < :as_of, false)
