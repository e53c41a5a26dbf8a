-- One row a channel: complaints settled in the period, how many were handed over, got an EWS, and were rated by the citizen.
-- Parameters besides the scope's: none.
with
-- include scope
,
settled as (
    select s.channel_code as code, s.ews_count, s.rating,
           (select count(*) from (
                select sp.skpd_code, lag(sp.skpd_code) over (order by sp.received_at) as sender
                from dashboard.complaint_spell sp
                where sp.complaint_id = s.id and sp.received_at <= :as_of) stay
            where stay.skpd_code <> stay.sender) as handovers
    from scope s
    where s.is_out
    offset 0  -- a fence: the stays are looked up once a complaint
)
select code, count(*)::int as selesai, sum(handovers)::int as serah_terima,
       count(*) filter (where handovers > 1)::int as berpindah_lagi,
       count(*) filter (where ews_count > 0)::int as ber_ews,
       count(rating)::int as dinilai, sum(rating)::int as jumlah_nilai
from settled
group by 1
order by 1
