-- One table of complaints as a described file has them (described/__init__.py). Loaded anew each time.
create schema described;

create table described.source (name text not null, zone text not null, units text not null);

create table described.kelurahan (code text primary key, name text not null);

create table described.complaint (
    id bigint generated always as identity,
    line integer not null,
    code text not null, channel text, category text, skpd text, kelurahan text, kelurahan_code text, status text not null,
    lapor_kind text, lapor_tracking_id text,
    created_at timestamptz, coordinated_at timestamptz, answered_at timestamptz, closed_at timestamptz,
    deadline_at timestamptz, rating integer
);
