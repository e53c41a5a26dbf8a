-- One row a complaint that a typed number means, up to :as_of: its report number as written, or the number of a LAPOR
-- complaint or its ID in SP4N-LAPOR, which may lack the letters and zeros in front.
-- Parameters: spellings (the text in the cases in which numbers are kept), digits (NULL: no number of LAPOR).
with
-- include names
select c.id, c.code, coalesce(ch.name, c.channel_code) as channel, c.lapor_tracking_id
from dashboard.complaint c
left join channel_name ch on ch.code = c.channel_code
where c.created_at <= :as_of
  and (c.code = any (cast(:spellings as text[]))
       or c.channel_code = 'LAPOR'
          and (upper(c.lapor_tracking_id) = any (cast(:spellings as text[]))
               or cast(:digits as text) is not null
                  and cast(:digits as text) in (ltrim(regexp_replace(c.code, '\D', '', 'g'), '0'),
                                                ltrim(regexp_replace(c.lapor_tracking_id, '\D', '', 'g'), '0'))))
order by c.code = any (cast(:spellings as text[])) desc, c.created_at desc, c.id
limit 10
