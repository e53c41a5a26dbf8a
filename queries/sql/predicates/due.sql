-- (deadline): it lies in the period and is not after :as_of, so that it can be judged.
coalesce(deadline >= :since and deadline < :until and deadline <= :as_of, false)
