-- One row a value a filter can take: kind (channel, skpd, city, kecamatan, kelurahan, category), code, name, parent.
select 'channel' as kind, code, name, null as parent from dashboard.channel
union all
select 'skpd', code, name, kind from dashboard.skpd
union all
select distinct 'city', split_part(code, '.', 1) || '.' || split_part(code, '.', 2), city, null from dashboard.kelurahan
union all
select distinct 'kecamatan', split_part(code, '.', 1) || '.' || split_part(code, '.', 2) || '.' || split_part(code, '.', 3),
       'Kec. ' || kecamatan, city
from dashboard.kelurahan
union all
select 'kelurahan', code, 'Kel. ' || name, kecamatan from dashboard.kelurahan
union all
select distinct 'category', canonical, canonical, null from dashboard.category
order by 1, 3, 2
