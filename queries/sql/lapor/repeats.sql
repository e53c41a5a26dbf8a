-- One row: LAPOR complaints settled in the period and watched for 14 (30) whole days since, and how many of them another
-- complaint of any channel followed within those days, of the same category in the same kelurahan. Beside it, for how
-- many one came within as many days before their receipt: what happens there anyway.
with
-- include scope
,
-- include spelling
,
settled as (
    select s.closed_at, @watched(s, interval '14 days') as is_watched_14,
           @watched(s, interval '30 days') as is_watched_30,
           (select min(again.created_at) from dashboard.complaint again
            where @follows(again, s, g.spellings, interval '30 days')) as again_at,
           s.created_at - (
            select max(before.created_at) from dashboard.complaint before
            where @same_matter(before, s, g.spellings)
              and before.created_at < s.created_at and before.created_at >= s.created_at - interval '30 days') as before
    from scope s
    left join spelling g on g.name = s.category
    where s.is_out and s.channel_code = 'LAPOR'
)
select count(*) filter (where is_watched_14)::int as selesai_14,
       count(*) filter (where is_watched_14 and again_at <= closed_at + interval '14 days')::int as berulang_14,
       count(*) filter (where is_watched_14 and before <= interval '14 days')::int as sebelum_14,
       count(*) filter (where is_watched_30)::int as selesai_30,
       count(*) filter (where is_watched_30 and again_at is not null)::int as berulang_30,
       count(*) filter (where is_watched_30 and before is not null)::int as sebelum_30
from settled
