-- One row a channel (and '' for the list itself): kelurahan from which complaints came in the period; of the list: all.
with
-- include scope
select s.channel_code as code, count(distinct k.code)::int as kelurahan
from scope s
join dashboard.kelurahan k on k.code = s.kelurahan_code
where s.is_in
group by 1
union all
select '', count(*)::int from dashboard.kelurahan
