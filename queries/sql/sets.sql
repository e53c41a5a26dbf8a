-- The sets that a number on a page stands for, beyond the columns of the scope (an addition to scope.sql).
sets as (
    select s.*,
           s.is_open and s.due_at is not null as is_with_deadline,
           s.is_open and s.due_at >= :as_of as is_within,
           s.is_open and s.due_at >= :as_of and s.due_at < :as_of + interval '7 days' as is_due_in_seven,
           s.is_in and s.is_contradictory as is_contradictory_in,
           s.is_open and s.ews_count >= 3 as is_ews_repeated,
           s.is_open and s.status = 'Menunggu Validasi' and s.status_at < :as_of - interval '3 days' as is_long_in_validation,
           not s.is_contradictory and @present(s.created_at, s.closed_at, :since, least(:until, :as_of)) as is_present
    from scope s
)
