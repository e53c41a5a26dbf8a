-- The one scope: one row a complaint that is open or plays a part in the period, as it was known at :as_of.
-- Every question starts from it, so a figure, its chart, its list and its file cannot disagree.
--
-- Parameters: as_of; since, until (the period, half open); reach (since less the longest limit in the rules);
-- channels, skpds, categories (codes, codes, canonical names), areas (LIKE patterns of kelurahan codes), ids; touched_by
-- (codes of SKPD at whose table a complaint has been since reach); part (of what is below: a question that needs only this
-- much of the scope is quicker; NULL: all of it). A NULL list filters nothing.

-- include rules
,
-- Today's columns are right for a row that has not changed since :as_of; for the others the steps tell.
history as materialized (
    select c.id as complaint_id, past.*
    from (
        select c.id from dashboard.complaint c
        where c.updated_at > :as_of and c.created_at <= :as_of
          -- of what was received, who holds it and how it stands is not asked
          and not (cast(:part as text) is not distinct from 'in' and cast(:skpds as text[]) is null)
          and (cast(:ids as bigint[]) is null or c.id = any (cast(:ids as bigint[])))
          and (cast(:channels as text[]) is null or c.channel_code = any (cast(:channels as text[])))
        offset 0  -- a fence: the steps are looked up by complaint, also where these columns come from a join
    ) c
    cross join lateral (
        select (array_agg(e.status order by e.at desc, e.id desc))[1] as status,
               max(@known(e.at)) as status_at,
               (array_agg(e.to_skpd order by e.at desc, e.id desc))[1] as skpd_code,
               (array_agg(@known(e.ews_due_at) order by e.at desc, e.id desc)
                   filter (where @known(e.ews_due_at) is not null))[1] as ews_due_at,
               count(e.ews_due_at)::int as ews_count
        from dashboard.complaint_event e
        where e.complaint_id = c.id and e.at <= :as_of
        having count(*) > 0
    ) past
),
-- include eras
,
seen as (
    select c.id, c.code, coalesce(c.channel_code, '') as channel_code, c.category as written,
           case when c.is_worked then c.worked_category else @category(g, c.category) end as category, c.kelurahan_code, c.lapor_kind, c.lapor_tracking_id, @known(c.created_at) as created_at,
           case when c.coordinated_at <= :as_of then @known(c.coordinated_at) end as coordinated_at,
           case when c.answered_at <= :as_of then @known(c.answered_at) end as answered_at,
           case when h.complaint_id is null then c.status else h.status end as status,
           case when h.complaint_id is null then @known(c.status_at) else h.status_at end as status_at,
           case when h.complaint_id is null then c.skpd_code else h.skpd_code end as skpd_code,
           case when c.closed_at <= :as_of then @known(c.closed_at)
                when h.status = 'Selesai' then h.status_at end as closed_at,
           case when h.complaint_id is null then @known(c.ews_due_at) else h.ews_due_at end as ews_due_at,
           case when h.complaint_id is null then greatest(c.ews_count, 0) else h.ews_count end as ews_count,
           @known(c.deadline_at) as deadline_at, @never(c.deadline_at) as is_never_due, c.is_private, c.is_confidential,
           -- what a copy has worked out holds unless it was for another holder than the one of then
           c.is_worked and (h.complaint_id is null or (select bool_or(skpd_kind is not null) from crm_rule) is not true) as is_worked,
           c.worked_due_at, c.worked_source,
           c.reporter_key, case when c.rating between 0 and 100 then c.rating end as rating,
           @not_dated(c.created_at) as is_not_dated,
           -- Times that contradict each other judge nobody: such a row is counted as received and named, no more.
           @not_dated(c.created_at) or coalesce(c.closed_at < c.created_at, false)
               or coalesce(c.updated_at <= :as_of and c.status = 'Selesai'
                           and (c.closed_at is null or c.closed_at > :as_of), false)  -- the status may be NULL
               as is_contradictory
    from dashboard.worked c
    left join history h on h.complaint_id = c.id
    left join dashboard.category g on g.name = c.category and not c.is_worked
    where c.created_at <= :as_of
      and case cast(:part as text)
              when 'in' then c.created_at >= :since and c.created_at < :until  -- received in the period, whoever holds it
              when 'reach' then c.created_at >= :reach and c.created_at < :until  -- received when a first step can fall due in it
              when 'out' then c.closed_at >= :since and c.closed_at < :until or c.updated_at > :as_of  -- settled in it
              when 'open' then c.closed_at is null or c.closed_at > :as_of
              when 'changed' then c.updated_at >= :since and c.created_at < :until  -- took a step in it
              when 'due' then c.created_at >= :reach and c.created_at < :until
                              or c.deadline_at >= :since and c.deadline_at < :until
                              or c.ews_due_at >= :since and c.ews_due_at < :until
                              or c.updated_at > :as_of
              else c.created_at >= :reach and c.created_at < :until
                   or c.closed_at is null or c.closed_at > :as_of
                   or c.closed_at >= :since and c.created_at < :until
                   or c.deadline_at >= :since and c.deadline_at < :until
                   or c.ews_due_at >= :since and c.ews_due_at < :until
                   or c.updated_at > :as_of
                   -- in no period, but not out of sight; as predicates/not_dated.sql, in words that an index answers
                   or c.created_at < '1970-01-01 00:00+14'
          end
      and (cast(:ids as bigint[]) is null or c.id = any (cast(:ids as bigint[])))
      and (cast(:channels as text[]) is null or c.channel_code = any (cast(:channels as text[])))
      and (cast(:areas as text[]) is null or c.kelurahan_code like any (cast(:areas as text[])))
      -- today's holder was the holder then, unless something has changed since; who that was is asked below
      and (cast(:skpds as text[]) is null or c.updated_at > :as_of or c.skpd_code = any (cast(:skpds as text[])))
      and (cast(:touched_by as text[]) is null or c.skpd_code = any (cast(:touched_by as text[]))
           or not exists (select from dashboard.complaint_spell) or c.id in (
          select sp.complaint_id from dashboard.complaint_spell sp
          where sp.skpd_code = any (cast(:touched_by as text[])) and sp.received_at < :until
            and (sp.released_at is null or sp.released_at >= :reach)))
),
timed as (
    select s.*, @known(by_rule.due_at) as rule_due_at, by_rule.source as rule_source,
           case when not s.is_never_due then coalesce(s.deadline_at, s.ews_due_at, @known(by_rule.due_at)) end as due_at,
           case when s.is_never_due then 'never' when s.deadline_at is not null then 'crm' when s.ews_due_at is not null then 'ews'
                when by_rule.source is not null then 'rule' end as due_source
    from seen s
-- include limits
    where (cast(:skpds as text[]) is null or s.skpd_code = any (cast(:skpds as text[])))
      and (cast(:categories as text[]) is null or s.category = any (cast(:categories as text[])))
    offset 0  -- a fence: the deadline is worked out once a row, not once for every count that looks at it
),
scope as not materialized (  -- skpd/cohort.sql names it in every branch, and one of them is run
    select t.*,
           coalesce(t.created_at >= :since and t.created_at < :until, false) as is_in,
           not t.is_contradictory and coalesce(t.closed_at >= :since and t.closed_at < :until, false) as is_out,
           not t.is_contradictory and @due(t.due_at) as is_due,
           @on_time(t.closed_at, t.due_at) as is_on_time,
           not t.is_contradictory and t.closed_at is null as is_open,
           not t.is_contradictory and t.closed_at is null and @overdue(t.due_at) as is_overdue,
           case when t.is_contradictory or t.closed_at is not null then null
                when t.due_at is null then 'tanpa-tenggat'
                when t.due_at > :as_of + interval '3 days' then 'belum'
                when t.due_at >= :as_of then 'segera'
                else @late_class(:as_of - t.due_at) end as age
    from timed t
    offset 0
)
