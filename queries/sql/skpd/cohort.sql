-- The cohort of one measure (an addition to scope.sql): one row a complaint and the unit that answers for it, whether it
-- went well, and the moment by which that was so.
-- Parameters besides the scope's: measure, units (codes; NULL: all).
-- The narrowest coordination rule that fits wins.
coordination_rule as materialized (
    select case unit when 'days' then 24 else 1 end * amount * interval '1 hour' as allowed, channel_code, lapor_kind,
           category, skpd_kind, valid_from::timestamp at time zone 'Asia/Jakarta' as valid_from,
           coalesce((valid_to + 1)::timestamp at time zone 'Asia/Jakarta', 'infinity') as valid_until,
           row_number() over (order by num_nonnulls(channel_code, lapor_kind, category, skpd_kind) desc, channel_code,
                              lapor_kind, category, skpd_kind) as place
    from dashboard.sla_rule
    where clock = 'crm' and step = 'coordination' and unit <> 'working_days'
),
-- The names that belong to a category.
spelling as materialized (select canonical, array_agg(name) as names from dashboard.category group by 1),
-- One branch answers for each measure; of the others the planner sees at once that they are empty, where the condition on
-- the measure stands beside the scope alone.
answer as (
    -- the unit that holds it
    select s.*, s.skpd_code as unit, case :measure when 'tepat-waktu' then s.is_on_time else s.due_at >= :as_of end as is_good,
           case :measure when 'tepat-waktu' then s.due_at else :as_of end as counted_at
    from scope s
    where case :measure when 'tepat-waktu' then s.is_due when 'dalam-tenggat' then s.is_open and s.due_at is not null end
    union all
    -- the unit that holds it; well: no other complaint of the same category and kelurahan came soon after
    select s.*, s.skpd_code, not exists (
               select from dashboard.complaint again
               where again.kelurahan_code = nullif(trim(s.kelurahan_code), '') and again.id <> s.id
                 and again.category = any (g.names)
                 and again.created_at > s.closed_at and again.created_at <= s.closed_at + interval '14 days'),
           s.closed_at
    from (select * from scope where :measure = 'laporan-ulang' offset 0) s
    left join spelling g on g.canonical = s.category
    where s.is_out and s.closed_at <= :as_of - interval '14 days'
    union all
    select s.*, m.unit, m.is_good, m.counted_at
    from (select * from scope where :measure not in ('tepat-waktu', 'dalam-tenggat', 'laporan-ulang') offset 0) s
    cross join lateral (
        -- every unit at whose table it was in the period
        select q.* from (
            select sp.skpd_code, coalesce(bool_or(sp.is_settled and sp.released_at <= least(:until, :as_of)), false),
                   max(sp.received_at)
            from dashboard.complaint_spell sp
            where sp.complaint_id = s.id and not s.is_contradictory
              and sp.received_at < least(:until, :as_of) and :since < :as_of
              and (sp.released_at is null or sp.released_at > :since or sp.received_at >= :since)
            group by sp.skpd_code) q
        where :measure = 'waktu-tengah'
        union all
        -- the unit that received it first answers for the first step
        select q.* from (
            select coalesce((select sp.skpd_code from dashboard.complaint_spell sp
                             where sp.complaint_id = s.id and sp.received_at <= :as_of
                             order by sp.received_at, sp.released_at limit 1), s.skpd_code),
                   coalesce(s.coordinated_at <= rule.due_at, false), rule.due_at
            from (select s.created_at + r.allowed as due_at
                  from coordination_rule r
                  where s.created_at >= r.valid_from and s.created_at < r.valid_until
                    and (r.channel_code is null or r.channel_code = s.channel_code)
                    and (r.lapor_kind is null or r.lapor_kind = s.lapor_kind)
                    and (r.category is null or r.category = s.category)
                    and (r.skpd_kind is null or r.skpd_kind = s.skpd_kind)
                  order by r.place limit 1) rule
            where rule.due_at >= :since and rule.due_at < :until and rule.due_at <= :as_of
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
              and (select sooner.skpd_code from dashboard.complaint_spell sooner
                   where sooner.complaint_id = s.id and sooner.received_at < sp.received_at
                   order by sooner.received_at desc limit 1) <> sp.skpd_code
            group by sp.skpd_code) q
        where :measure = 'serahan'
    ) m (unit, is_good, counted_at)
),
cohort as (
    select *
    from answer
    where nullif(trim(unit), '') is not null and (cast(:units as text[]) is null or unit = any (cast(:units as text[])))
)
