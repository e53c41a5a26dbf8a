-- What the copy remembers of itself, out of the reader's sight.
create schema if not exists dashboard_copy;

create table if not exists dashboard_copy.state (
    only_one boolean primary key default true check (only_one),
    source text not null,
    digest text not null,
    zone text not null,
    copied_at timestamptz not null,
    last_step bigint not null,
    worked_for text not null
);

create table if not exists dashboard_copy.run (
    started_at timestamptz not null,
    ended_at timestamptz not null default clock_timestamp(),
    kind text not null,
    complaints bigint,
    vanished bigint,
    problem text
);
