-- One row: the complaint with the key in :ids, as known at :as_of, with both clocks.
-- The text of a private or confidential complaint never leaves the database; in the others e-mail addresses, NIK
-- (16 digits) and whatever else has 8 digits or more are masked here.
with
-- include scope
,
-- include lapor/clocks
,
-- include names
,
raw as (
    select c.id, case when c.is_private or c.is_confidential then null else c.text end as body
    from dashboard.complaint c
    where c.id = any (cast(:ids as bigint[]))
)
select s.id, s.code, s.channel_code, coalesce(ch.name, s.channel_code) as channel, s.category,
       s.skpd_code, coalesce(u.name, s.skpd_code) as skpd, k.name as kelurahan, k.kecamatan, k.city, s.status,
       s.lapor_kind, s.lapor_tracking_id, s.is_private, s.is_confidential, s.is_contradictory, s.is_not_dated,
       s.created_at at time zone :zone as created_at,
       s.coordinated_at at time zone :zone as coordinated_at,
       s.closed_at at time zone :zone as closed_at,
       s.due_at at time zone :zone as due_at, s.due_source, s.ews_count,
       s.rule_source, coalesce(s.deadline_at, s.rule_due_at) at time zone :zone as without_ews_at,
       date_part('epoch', least(s.closed_at, :as_of) - s.due_at)::float8 / 3600 as hours_late,
       s.answered_at at time zone :zone as answered_at,
       s.coordination_hours, s.coordination_source, s.coordination_due_at at time zone :zone as coordination_due_at,
       s.verification_limit, s.verification_source, s.verification_due_at at time zone :zone as verification_due_at,
       s.follow_up_limit, s.follow_up_source, s.follow_up_due_at at time zone :zone as follow_up_due_at,
       s.sp4n_limit, s.sp4n_due_at at time zone :zone as sp4n_due_at, s.sp4n_source, s.sp4n_days_late,
       regexp_replace(regexp_replace(regexp_replace(r.body,
           '[[:alnum:]._%+-]+@[[:alnum:]-]+(\.[[:alnum:]-]+)+', '[surel]', 'g'),
           '(?<![[:alnum:]])\d([ .-]?\d){15}(?!\d)', '[NIK]', 'g'),
           '(?<![[:alnum:]])\+?\(?\d([ .()-]*\d){7,}', '[nomor]', 'g') as text
from clocks s
join raw r on r.id = s.id
left join channel_name ch on ch.code = s.channel_code
left join unit_name u on u.code = s.skpd_code
left join kelurahan_name k on k.code = s.kelurahan_code
