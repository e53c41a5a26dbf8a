-- The lists that a mapping leaves out, as far as the complaints tell: what they name is called by its code.
insert into {schema}.channel
select distinct coalesce(channel_code, ''), coalesce(channel_code, ''), 'Lain', false, date '1970-01-01', null::date
from stage_complaint
where %(missing)s = 'channel'
  and not exists (select from {schema}.channel k where k.code = coalesce(stage_complaint.channel_code, ''));

insert into {schema}.skpd
select distinct code, code, 'lain', null, null
from (select to_skpd as code from step union select skpd_code from stage_complaint) each
where %(missing)s = 'skpd' and code is not null
  and not exists (select from {schema}.skpd k where k.code = each.code);

insert into {schema}.category
select distinct category, category from stage_complaint
where %(missing)s = 'category' and category is not null
  and not exists (select from {schema}.category k where k.name = stage_complaint.category);

insert into {schema}.source (kind, name, is_sample)
select 'crm', 'CRM', false where %(missing)s = 'source' and not exists (select from {schema}.source);
