-- What the questions of the pages look for (docs/contract.md, Indexes), on the tables of the copy.
create unique index on {schema}.complaint (id);
create index on {schema}.complaint (code);
create index on {schema}.complaint (created_at);
create index on {schema}.complaint (closed_at);
create index on {schema}.complaint (deadline_at) where deadline_at is not null;
create index on {schema}.complaint (ews_due_at) where ews_due_at is not null;
create index on {schema}.complaint (updated_at);
create index on {schema}.complaint (channel_code, created_at);
create index on {schema}.complaint (skpd_code);
create index on {schema}.complaint (kelurahan_code, created_at) include (category, id);
create index on {schema}.complaint_event (complaint_id, at);
create index on {schema}.complaint_event (complaint_id, at) where status = 'Selesai';
create index on {schema}.complaint_spell (complaint_id, received_at);
create index on {schema}.complaint_spell (released_at);
create index on {schema}.complaint_spell (skpd_code);
create index on {schema}.cell (day);
