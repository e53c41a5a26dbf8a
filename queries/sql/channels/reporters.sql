-- One row a channel: reporters told apart by their pseudonym among the complaints received in the period, and complaints with one.
with
-- include scope
select s.channel_code as code, count(distinct s.reporter_key)::int as pelapor, count(s.reporter_key)::int as dengan_kunci
from scope s
where s.is_in
group by 1
order by 1
