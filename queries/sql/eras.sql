-- The CRM's limits of a settlement, and which of the general ones holds when (an addition to rules.sql).
crm_rule as materialized (
    select *, hours * interval '1 hour' as allowed from rule where clock = 'crm' and step = 'settlement'
),
-- From every edge on one of the general rules holds, or none. Most sites have only these; then nothing is searched a row.
era as materialized (
    select edge, (select min(number) from crm_rule
                  where not is_narrow and edge >= valid_from and edge < valid_until) as number
    from (select valid_from as edge from crm_rule union select valid_until from crm_rule) edges
)
