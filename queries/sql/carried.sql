-- One row: does any complaint carry this code of a channel or SKPD, today or in the past, which no list knows?
select case :kind when 'channels' then exists (select from dashboard.complaint where channel_code = :code)
                  when 'skpds' then exists (select from dashboard.complaint where skpd_code = :code)
                                    or exists (select from dashboard.complaint_spell where skpd_code = :code)
                  else false end as is_carried
