-- One row a complaint of a measure's cohort: a page of them, with the number of all in ``total``.
-- Parameters besides the scope's: measure, units (codes; NULL: all), is_good (NULL: both), size (NULL: all), skip.
with
-- include scope
,
-- include skpd/cohort
,
picked as (
    select *, count(*) over () as total
    from (select distinct on (c.id) c.* from cohort c
          where cast(:is_good as boolean) is null or c.is_good = cast(:is_good as boolean)
          order by c.id) once
    order by case when :late_first then coalesce(due_at, 'infinity') end, created_at desc nulls last, id
    limit :size offset :skip
),
-- include names
-- include listed
