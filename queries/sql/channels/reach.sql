-- One row a channel: complaints received in the period, the kelurahan they came from, settled in the period, open at :as_of.
-- One row more (is_list): the list of kelurahan itself, all of them.
with
-- include scope
,
place as (
    select s.channel_code as code, k.code as kelurahan, count(*) filter (where s.is_in) as masuk,
           count(*) filter (where s.is_out) as selesai, count(*) filter (where s.is_open) as terbuka
    from scope s
    left join dashboard.kelurahan k on k.code = s.kelurahan_code
    group by 1, 2
)
select code, sum(masuk)::int as masuk, count(kelurahan) filter (where masuk > 0)::int as kelurahan,
       sum(selesai)::int as selesai, sum(terbuka)::int as terbuka, false as is_list
from place
group by 1
union all
select '', 0, count(*)::int, 0, 0, true from dashboard.kelurahan
