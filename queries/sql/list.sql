-- One row a complaint of a set under the filters: a page of them, with the number of all in ``total``.
-- Parameters besides the scope's: set, late_first (sort), size, skip.
with
-- include scope
,
picked as (
    select *, count(*) over () as total
    from scope
    where case cast(:set as text)
              when 'masuk' then is_in
              when 'selesai' then is_out
              when 'jatuh-tempo' then is_due
              when 'tepat-waktu' then is_due and is_on_time
              when 'tidak-tepat-waktu' then is_due and not is_on_time
              when 'terbuka' then is_open
              when 'bertenggat' then is_open and due_at is not null
              when 'dalam-tenggat' then is_open and due_at >= :as_of
              when 'tujuh-hari' then is_open and due_at >= :as_of and due_at < :as_of + interval '7 days'
              when 'terlambat' then is_overdue
              when 'bertentangan' then is_in and is_contradictory
              when 'ews-berulang' then is_open and ews_count >= 3
              when 'validasi-lama' then is_open and status = 'Menunggu Validasi'
                                        and status_at < :as_of - interval '3 days'
              when 'terlibat' then not is_contradictory and created_at < least(:until, :as_of) and :since < :as_of
                                   and (closed_at is null or closed_at > :since or created_at >= :since)
              else age = cast(:set as text)
          end
    order by case when :late_first then coalesce(due_at, 'infinity') end, created_at desc, id
    limit :size offset :skip
)
-- include listed
