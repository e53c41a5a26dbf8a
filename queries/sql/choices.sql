-- One row a value a filter can take: kind (channel, skpd, city, kecamatan, kelurahan, category), code, name, parent.
-- Codes that complaints carry but no list knows are offered too, under their code, so that nothing is out of reach;
-- they are found by skipping through the index from one value to the next.
with recursive used_skpd as (
    select min(skpd_code) as code from dashboard.complaint
    union all
    select (select min(c.skpd_code) from dashboard.complaint c where c.skpd_code > u.code)
    from used_skpd u where u.code is not null
),
used_channel as (
    select min(channel_code) as code from dashboard.complaint
    union all
    select (select min(c.channel_code) from dashboard.complaint c where c.channel_code > u.code)
    from used_channel u where u.code is not null
)
select 'channel' as kind, code, name, null as parent from dashboard.channel
union all
select 'channel', code, code, null from used_channel where code not in (select code from dashboard.channel)
union all
select 'skpd', code, name, kind from dashboard.skpd
union all
select 'skpd', code, code, null from used_skpd where code not in (select code from dashboard.skpd)
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
