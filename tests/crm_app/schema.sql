-- A CRM that was never made for a dashboard: states and units by number, categories as a tree, one table of steps that starts
-- with a changed state or holder, estimates and ratings in tables of their own, local times without a zone, tickets that
-- were deleted, merged or marked as spam but are still there, units with old names, and no steps before some day. A ticket's
-- own time of settlement stays when it is opened again.
create schema app;
create table app.state (id smallint primary key, word text not null);
create table app.unit (
    id integer primary key, code text not null, title text not null, kind text not null, above integer, city text,
    valid_from date not null, valid_to date
);
create table app.category (id integer primary key, title text not null, above integer);
create table app.ticket (
    id bigint primary key, number text not null, channel text not null, category_id integer, village text, lapor_kind text,
    lapor_no text, received timestamp not null, own_limit timestamp, is_private boolean not null, is_anonymous boolean not null,
    is_secret boolean not null, reporter text, body text, deleted_at timestamp, merged_into bigint, is_spam boolean not null default false,
    touched timestamp not null, unit_id integer, settled timestamp
);
create table app.step (
    id bigint primary key, ticket_id bigint not null, happened timestamp not null, state_id smallint, unit_id integer, remark text
);
create table app.estimate (
    id bigint primary key, ticket_id bigint not null, agreed timestamp not null, promised timestamp not null
);
create table app.rating (ticket_id bigint not null, stars smallint not null, given timestamp not null);
create table app.channel (code text primary key, title text not null, family text not null, has_point boolean not null, opened date not null, closed date);
create table app.village (code text primary key, title text not null, district text not null, city text not null);
