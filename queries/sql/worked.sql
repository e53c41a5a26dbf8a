-- One row a complaint of the relation "copied": id, its category today, the deadline by the limits for the unit that holds it
-- today, and what says so. What scope.sql works out of a row that no copy has worked out.
with
-- include rules
,
-- include eras
,
seen as (
    select c.id, @known(c.created_at) as created_at, coalesce(c.channel_code, '') as channel_code, c.lapor_kind, c.skpd_code,
           c.category as written, @category(g, c.category) as category, false as is_worked, null::timestamptz as worked_due_at,
           null::text as worked_source
    from copied c
    left join dashboard.category g on g.name = c.category
)
select s.id, s.category, by_rule.due_at, by_rule.source
from seen s
-- include limits
