-- What a copy needs of this CRM: complaints, steps and its lists. Status, holder, first coordination, first answer,
-- settlement, stays and estimates follow from the steps (docs/contract.md). Times are local; the zone is named once.
create view dashboard.source as
select 'crm' as kind, 'CRM uji' as name, false as is_sample, 'Asia/Jakarta' as zone;

create view dashboard.channel as
select code, title as name, family as group_name, has_point as is_geotagged, opened as valid_from, closed as valid_to from app.channel;

-- One row a code, under its name of today; a unit that is no more keeps its last one.
create view dashboard.skpd as
select u.code, u.title as name, u.kind, a.code as parent_code, u.city
from app.unit u left join app.unit a on a.id = u.above
where u.valid_to is null
   or not exists (select 1 from app.unit n where n.code = u.code and (n.valid_to is null or n.valid_to > u.valid_to));

create view dashboard.category as
select c.title as name, coalesce(a.title, c.title) as canonical from app.category c left join app.category a on a.id = c.above;

create view dashboard.kelurahan as
select code, title as name, district as kecamatan, city from app.village;

-- Deleted, merged and spam tickets are none; their steps go with them.
create view dashboard.shown as
select * from app.ticket where deleted_at is null and merged_into is null and not is_spam;

create view dashboard.complaint as
select t.id, t.number as code, t.channel as channel_code, c.title as category, t.village as kelurahan_code, t.lapor_kind,
       t.lapor_no as lapor_tracking_id, t.received as created_at, t.own_limit as deadline_at, t.is_private, t.is_anonymous,
       t.is_secret as is_confidential, t.reporter as reporter_key, r.stars as rating, t.body as text, t.touched as updated_at
from dashboard.shown t
left join app.category c on c.id = t.category_id
left join app.rating r on r.ticket_id = t.id;

-- Free text of officers stays behind. An estimate is a step that changes neither state nor holder.
create view dashboard.complaint_event as
select s.id, s.ticket_id as complaint_id, s.happened as at, w.word as status, u.code as to_skpd, null as ews_due_at
from app.step s
left join app.state w on w.id = s.state_id
left join app.unit u on u.id = s.unit_id
union all
select e.id, e.ticket_id, e.agreed, null, null, e.promised
from app.estimate e
union all
-- Before steps were kept, the receipt and the end are all that is known of a ticket.
select -2 * t.id, t.id, t.received, 'Menunggu', u.code, null
from dashboard.shown t left join app.unit u on u.id = t.unit_id
where t.received < timestamp '2025-02-01 00:00:00'
union all
select -2 * t.id + 1, t.id, t.settled, 'Selesai', u.code, null
from dashboard.shown t left join app.unit u on u.id = t.unit_id
where t.received < timestamp '2025-02-01 00:00:00' and t.settled is not null;
