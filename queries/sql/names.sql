-- The names of units, channels and kelurahan by their codes, told apart where two have the same (an addition): by what is
-- above them (city, unit, kecamatan) where that does it, else by their code.
unit_name as (
    select u.code, case when count(*) over same = 1 then u.name
                        when u.city is not null and count(*) over in_city = 1 then u.name || ' (' || u.city || ')'
                        when above.name is not null and count(*) over below = 1 then u.name || ' (' || above.name || ')'
                        else u.name || ' (' || u.code || ')' end as name
    from dashboard.skpd u
    left join dashboard.skpd above on above.code = u.parent_code
    window same as (partition by @read(u.name)), in_city as (partition by @read(u.name), u.city),
           below as (partition by @read(u.name), above.name)
),
channel_name as (
    select c.code, case when count(*) over same = 1 then c.name else c.name || ' (' || c.code || ')' end as name
    from dashboard.channel c
    window same as (partition by @read(c.name))
),
kelurahan_name as (
    select k.code, k.kecamatan, k.city,
           case when count(*) over same = 1 then k.name
                when count(*) over there = 1 then k.name || ' (' || k.kecamatan || ')'
                else k.name || ' (' || k.code || ')' end as name
    from dashboard.kelurahan k
    window same as (partition by @read(k.name)), there as (partition by @read(k.name), @read(k.kecamatan))
)
