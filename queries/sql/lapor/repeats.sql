-- One row: LAPOR complaints settled in the period and watched for 14 (30) whole days since, and how many of them another
-- complaint of any channel followed within those days, of the same category in the same kelurahan. Beside it, for how
-- many one came within as many days before their receipt: what happens there anyway.
with
-- include scope
,
settled as (
    select s.id, s.closed_at,
           (select min(again.created_at) from dashboard.complaint again
            join dashboard.category g on g.name = again.category and g.canonical = s.category
            where again.kelurahan_code = nullif(trim(s.kelurahan_code), '') and again.id <> s.id
              and again.created_at > s.closed_at and again.created_at <= s.closed_at + interval '30 days') as again_at,
           s.created_at - (
            select max(before.created_at) from dashboard.complaint before
            join dashboard.category g on g.name = before.category and g.canonical = s.category
            where before.kelurahan_code = nullif(trim(s.kelurahan_code), '') and before.id <> s.id
              and before.created_at < s.created_at and before.created_at >= s.created_at - interval '30 days') as before
    from scope s
    where s.is_out and s.channel_code = 'LAPOR'
)
select count(*) filter (where closed_at <= :as_of - interval '14 days')::int as selesai_14,
       count(*) filter (where closed_at <= :as_of - interval '14 days' and again_at <= closed_at + interval '14 days')::int
           as berulang_14,
       count(*) filter (where closed_at <= :as_of - interval '14 days' and before <= interval '14 days')::int as sebelum_14,
       count(*) filter (where closed_at <= :as_of - interval '30 days')::int as selesai_30,
       count(*) filter (where closed_at <= :as_of - interval '30 days' and again_at is not null)::int as berulang_30,
       count(*) filter (where closed_at <= :as_of - interval '30 days' and before is not null)::int as sebelum_30
from settled
