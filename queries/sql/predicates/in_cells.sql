-- (measure): the cells of a kept copy hold what is asked: its due cohort at the moment as of which they are, whatever the place and
-- the category.
measure = 'tepat-waktu' and num_nonnulls(cast(:categories as text[]), cast(:areas as text[]), cast(:ids as bigint[])) = 0
and coalesce((select k.as_of = :as_of from dashboard.cell_state k), false)
