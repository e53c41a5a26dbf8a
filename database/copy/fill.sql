-- The three relations of complaints, from what was staged and what its steps tell. A column that the mapping has wins;
-- has: their names.
insert into plain
select c.id, coalesce(nullif(trim(c.code), ''), c.id::text), coalesce(c.channel_code, ''), c.category,
       case when 'skpd_code' = any (%(has)s) then c.skpd_code else l.skpd_code end,
       case when 'holder_since' = any (%(has)s) then c.holder_since else l.holder_since end,
       c.kelurahan_code,
       case when 'status' = any (%(has)s) then c.status else l.status end,
       case when 'status_at' = any (%(has)s) then c.status_at else l.status_at end,
       c.lapor_kind, c.lapor_tracking_id, c.created_at,
       case when 'coordinated_at' = any (%(has)s) then c.coordinated_at else l.coordinated_at end,
       case when 'answered_at' = any (%(has)s) then c.answered_at else l.answered_at end,
       case when 'closed_at' = any (%(has)s) then c.closed_at
            when case when 'status' = any (%(has)s) then c.status else l.status end = 'Selesai' then l.settled_at end,
       c.deadline_at,
       case when 'ews_due_at' = any (%(has)s) then c.ews_due_at else l.ews_due_at end,
       coalesce(case when 'ews_count' = any (%(has)s) then c.ews_count else l.ews_count end, 0),
       coalesce(c.is_private, false), coalesce(c.is_anonymous, false), coalesce(c.is_confidential, false),
       c.reporter_key, c.rating,
       case when not coalesce(c.is_private, false) and not coalesce(c.is_confidential, false) then c.text end,
       -- a step or an estimate is a change, whether the row says so or not
       greatest(c.updated_at, l.status_at, c.created_at)
from stage_complaint c
left join life l on l.complaint_id = c.id
where c.id is not null;

insert into {schema}.complaint_event
select id, complaint_id, at, coalesce(status, 'Menunggu'),
       case when 'from_skpd' = any (%(has_step)s) then from_skpd when is_new_holder then before_skpd end,
       coalesce(to_skpd, ''), ews_due_at, note
from step;

insert into {schema}.complaint_spell
select sp.complaint_id, sp.skpd_code, sp.received_at, sp.released_at, coalesce(sp.is_settled, false)
from stage_complaint_spell sp
join stage_complaint c on c.id = sp.complaint_id
where %(has_stays)s
union all
select s.complaint_id, s.skpd_code, s.received_at, coalesce(s.next_at, c.closed_at), s.next_at is null and c.closed_at is not null
from stay s
join plain c on c.id = s.complaint_id
where not %(has_stays)s;
