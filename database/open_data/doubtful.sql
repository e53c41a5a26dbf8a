-- What is odd in the loaded files: one row a kind. Every row stays in the table; none is corrected.
with laporan as (
    select *,
           (diterima at time zone 'Asia/Jakarta')::date as hari,
           case when nomor ~ '^[Jj][Kk]\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])'
               then make_date(2000 + substr(nomor, 3, 2)::integer, substr(nomor, 5, 2)::integer, 1)
                   + substr(nomor, 7, 2)::integer - 1
           end as hari_nomor
    from open_data.laporan
),
counted as (
    select
        count(*) filter (where nomor = '') as no_number,
        count(*) filter (where length(nomor) > 20) as long_number,
        count(*) filter (where kanal = 'LAIN') as no_channel,
        count(*) filter (where unit is null) as no_unit,
        count(*) filter (where upper(skpd_asli) ~ '^\s*KELURAHAN\s' and kelurahan is null) as no_kelurahan,
        count(*) filter (where kategori is null or btrim(upper(kategori), ' "\') = 'NULL') as no_category,
        count(*) filter (where status is null) as no_status,
        count(*) filter (where status <> 'Selesai') as other_status,
        count(*) filter (where masuk is null and btrim(masuk_asli) = '') as no_receipt,
        count(*) filter (where masuk is null and btrim(masuk_asli) <> '') as bad_receipt,
        count(*) filter (where diterima_dari = 'nomor') as receipt_from_number,
        count(*) filter (where diterima_dari = 'periode') as receipt_from_period,
        count(*) filter (where diterima is null) as without_receipt,
        count(*) filter (where selesai is null and btrim(selesai_asli) = '') as no_end,
        count(*) filter (where selesai is null and btrim(selesai_asli) <> '') as bad_end,
        count(*) filter (where selesai < diterima) as end_early,
        count(*) filter (where extract(year from hari) <> extract(year from hari_nomor)) as year_off,
        count(*) filter (where abs(hari - hari_nomor) > 2) as day_off,
        count(*) filter (where periode_asli ~ '^\s*\d{6}\s*$' and to_char(hari, 'YYYYMM') <> btrim(periode_asli))
            as period_off
    from laporan
),
repeated as (
    select coalesce(sum(n), 0) as count
    from (select count(*) as n from laporan where nomor <> '' group by nomor having count(*) > 1) each
)
select each.kind, each.count
from counted cross join repeated cross join lateral (values
    ('without a number', no_number),
    ('number used more than once', repeated.count),
    ('number longer than 20 characters', long_number),
    ('channel not known by the first two letters of the number', no_channel),
    ('SKPD blank or the word NULL', no_unit),
    ('kelurahan not in the official list', no_kelurahan),
    ('category blank or the word NULL', no_category),
    ('status blank or the word NULL', no_status),
    ('status other than COMPLETE', other_status),
    ('receipt date blank', no_receipt),
    ('receipt date not readable', bad_receipt),
    ('receipt taken from the day in the number', receipt_from_number),
    ('receipt taken from periode_data', receipt_from_period),
    ('tanpa tanggal masuk: no receipt date at all, so not shown by the dashboard', without_receipt),
    ('end date blank', no_end),
    ('end date not readable', bad_end),
    ('ends before it starts', end_early),
    ('year in the JK number differs from the receipt', year_off),
    ('day in the JK number is more than 2 days off', day_off),
    ('month of receipt differs from periode_data', period_off)
) as each (kind, count);
