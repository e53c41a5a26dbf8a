-- The two relations of the contract that the dashboard brings itself. Everything else stays where the CRM keeps it.
create schema if not exists dashboard;

create table if not exists dashboard.sla_rule (
    clock text not null check (clock in ('crm', 'sp4n')),
    step text not null check (step in ('verification', 'coordination', 'first_follow_up', 'settlement')),
    channel_code text,
    lapor_kind text,
    category text,
    skpd_kind text,
    amount integer not null check (amount > 0),
    unit text not null check (unit in ('hours', 'days', 'working_days')),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    source text not null
);

create table if not exists dashboard.working_day (
    day date primary key,
    is_working boolean not null,
    number integer not null,
    name text
);
-- A deadline is "the first day numbered number(d) + n".
create index if not exists working_day_number on dashboard.working_day (number, day);
