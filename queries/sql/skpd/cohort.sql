-- The cohort of one measure (an addition to scope.sql): one row a complaint and the unit that answers for it, whether it
-- went well, and the moment by which that was so.
-- Parameters besides the scope's: measure, units (codes; NULL: all).
-- include spelling
,
-- One branch answers for each measure; of the others the planner sees at once that they are empty, where the condition on
-- the measure stands beside the scope alone.
answer as (
    -- the unit that holds it
    select s.*, s.skpd_code as unit, case :measure when 'tepat-waktu' then s.is_on_time else not s.is_overdue end as is_good,
           case :measure when 'tepat-waktu' then s.due_at else :as_of end as counted_at
    from scope s
    where case :measure when 'tepat-waktu' then s.is_due when 'dalam-tenggat' then s.is_open and s.due_at is not null end
    union all
    -- the unit that holds it; well: no other complaint of the same category and kelurahan came soon after
    select s.*, s.skpd_code, not exists (
               select from dashboard.complaint again
               where @follows(again, s, g.spellings, interval '14 days')),
           s.closed_at
    from (select * from scope where :measure = 'laporan-ulang' offset 0) s
    left join spelling g on g.name = s.category
    where @watched(s, interval '14 days')
    union all
    select s.*, m.unit, m.is_good, m.counted_at
    from (select * from scope where :measure not in ('tepat-waktu', 'dalam-tenggat', 'laporan-ulang') offset 0) s
    cross join lateral (
        -- every unit at whose table it was in the period
        select q.* from (
            select sp.skpd_code, bool_or(@settled_there(sp)),
                   max(sp.received_at)
            from dashboard.complaint_spell sp
            where sp.complaint_id = s.id and not s.is_contradictory
              and @present(@known(sp.received_at), sp.released_at, :since, least(:until, :as_of))
            group by sp.skpd_code) q
        where :measure = 'waktu-tengah'
        union all
        -- the unit that received it first answers for the first step
        select q.* from (
            select coalesce((select sp.skpd_code from dashboard.complaint_spell sp
                             where sp.complaint_id = s.id and sp.received_at <= :as_of
                             order by sp.received_at, sp.released_at limit 1), s.skpd_code),
                   @on_time(s.coordinated_at, first.due_at), first.due_at
            from (select s.created_at + r.hours * interval '1 hour' as due_at
                  from rule r
                  where r.clock = 'crm' and r.step = 'coordination' and r.hours is not null and @fits(r, s)
                  order by r.number limit 1) first
            where @due(first.due_at)
            offset 0) q  -- a fence: the unit is looked up once
        where :measure = 'koordinasi' and not s.is_contradictory
        union all
        -- the unit that held it when its work was last accepted (Selesai) or refused (TL Ditolak)
        select q.* from (
            select (array_agg(e.to_skpd order by e.at desc, e.id desc))[1], not bool_or(e.status = 'TL Ditolak'), max(e.at)
            from dashboard.complaint_event e
            where e.complaint_id = s.id and e.at >= :since and e.at < :until and e.at <= :as_of
              and e.status in ('TL Ditolak', 'Selesai')
            having count(*) > 0) q
        where :measure = 'tl-ditolak' and not s.is_contradictory
          and s.created_at < :until and (s.closed_at is null or s.closed_at >= :since)
        union all
        -- handed over to it in the period by another unit; well: before the deadline
        select q.* from (
            select sp.skpd_code, bool_and(coalesce(s.due_at >= sp.received_at, true)), max(sp.received_at)
            from dashboard.complaint_spell sp
            where sp.complaint_id = s.id and not s.is_contradictory
              and sp.received_at >= :since and sp.received_at < :until and sp.received_at <= :as_of
              and @sender(s, sp.received_at) <> sp.skpd_code
            group by sp.skpd_code) q
        where :measure = 'serahan'
    ) m (unit, is_good, counted_at)
),
cohort as (
    select *
    from answer
    where @filled(unit) is not null and (cast(:units as text[]) is null or unit = any (cast(:units as text[])))
)
