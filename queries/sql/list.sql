-- One row a complaint of a set under the filters: a page of them, with the number of all in ``total``. A set is one line here;
-- queries/complaints.py reads their names, and dashboard/findings/lists.py has the words.
-- Parameters besides the scope's: set, late_first (sort), size, skip.
with
-- include scope
,
-- include sets
,
picked as (
    select *, count(*) over () as total
    from sets
    where case cast(:set as text)
              when 'masuk' then is_in
              when 'selesai' then is_out
              when 'jatuh-tempo' then is_due
              when 'tepat-waktu' then is_due and is_on_time
              when 'tidak-tepat-waktu' then is_due and not is_on_time
              when 'terbuka' then is_open
              when 'bertenggat' then is_with_deadline
              when 'dalam-tenggat' then is_within
              when 'tujuh-hari' then is_due_in_seven
              when 'terlambat' then is_overdue
              when 'bertentangan' then is_contradictory_in
              when 'tanpa-tanggal' then is_not_dated
              when 'ews-berulang' then is_ews_repeated
              when 'validasi-lama' then is_long_in_validation
              when 'terlibat' then is_present
              when 'tanpa-tenggat' then age = 'tanpa-tenggat'
              when 'belum' then age = 'belum'
              when 'segera' then age = 'segera'
              when 'telat-7' then age = 'telat-7'
              when 'telat-30' then age = 'telat-30'
              when 'telat-90' then age = 'telat-90'
              when 'telat-lama' then age = 'telat-lama'
          end
    order by case when :late_first then coalesce(due_at, 'infinity') end, created_at desc nulls last, id
    limit :size offset :skip
),
-- include names
-- include listed
