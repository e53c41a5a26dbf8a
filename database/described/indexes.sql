-- After the rows: an index built in one go is quicker and smaller.
alter table described.complaint add primary key (id);
create index on described.complaint (code);
create index on described.complaint (created_at);
create index on described.complaint (closed_at);
create index on described.complaint (deadline_at) where deadline_at is not null;
create index on described.complaint ((coalesce(closed_at, created_at)));
create index on described.complaint ((coalesce(channel, 'LAIN')), created_at);
create index on described.complaint (skpd);
create index on described.complaint (kelurahan_code, created_at) include (category, id);
