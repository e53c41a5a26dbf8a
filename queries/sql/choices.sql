-- One row a value a filter can take: kind (channel, skpd, city, kecamatan, kelurahan, category), code, name.
with
-- include names
,
kecamatan as (
    select distinct split_part(code, '.', 1) || '.' || split_part(code, '.', 2) || '.' || split_part(code, '.', 3) as code,
           kecamatan as name, city
    from dashboard.kelurahan
)
select 'channel' as kind, code, name from channel_name
union all
select 'skpd', code, name from unit_name
union all
select distinct 'city', split_part(code, '.', 1) || '.' || split_part(code, '.', 2), city from dashboard.kelurahan
union all
select 'kecamatan', code, 'Kec. ' || case when count(*) over (partition by name) = 1 then name
                                          else name || ' (' || city || ')' end
from kecamatan
union all
select 'kelurahan', code, 'Kel. ' || name from kelurahan_name
union all
select distinct 'category', canonical, canonical from dashboard.category
order by 1, 3, 2
