-- The complaints of one list of the desk (an addition to desk.sql). A set is one line here: queries/lapor.py reads their names.
-- Parameters besides the desk's: set, and NULL or a value of: age, stage, kind, handovers, ews (from 3 on "3 or more"),
-- rejected ('ya', 'tidak'), unknown ('skpd', 'kategori', 'wilayah'), passed (a stage), held_by (a SKPD).
picked as (
    select d.*
    from desk d
    where case cast(:set as text)
              when 'terlambat' then d.is_late
              when 'terbuka' then d.is_open
              when 'hari-ini' then d.is_due_today
              when '3-hari' then d.is_due_in_three
              when '7-hari' then d.is_due_in_seven
              when 'lewat-koordinasi' then d.is_coordination_late
              when 'lewat-verifikasi' then d.is_verification_late
              when 'lewat-tindak-lanjut' then d.is_follow_up_late
              when 'tanpa-tenggat' then d.is_without_deadline
              when 'jatuh-tempo' then d.is_judged
              when 'luput' then d.is_missed
              when 'selesai-14' then @watched(d, interval '14 days')
              when 'selesai-30' then @watched(d, interval '30 days')
              when 'berulang-14' then @watched(d, interval '14 days')
              when 'berulang-30' then @watched(d, interval '30 days')
          end
      and (cast(:age as text) is null or cast(:age as text) in (d.crm_age, d.sp4n_age))
      and (cast(:stage as text) is null or d.stage = cast(:stage as text))
      and (cast(:kind as text) is null or d.kind_code = cast(:kind as text))
      and (cast(:ews as int) is null or least(d.ews_count, 3) = cast(:ews as int))
      and case cast(:unknown as text) when 'skpd' then coalesce(d.skpd_code, '') = '' when 'kategori' then d.known_category = ''
               when 'wilayah' then d.city_code = '' else true end
      and (cast(:handovers as int) is null or cast(:handovers as int) = @handovers(d))
      and (cast(:rejected as text) is null or cast(:rejected as text) = @rejected(d))
      and (cast(:passed as text) is null or exists (
          select from dashboard.complaint_event e left join stage_of st on st.status = e.status
          where e.complaint_id = d.id and e.at <= :as_of and e.status is distinct from 'Selesai'
            and coalesce(st.stage, 'lain') = cast(:passed as text)))
      and (cast(:held_by as text) is null or exists (
          select from dashboard.complaint_event e
          where e.complaint_id = d.id and e.at <= :as_of and e.status is distinct from 'Selesai'
            and coalesce(e.to_skpd, '') = cast(:held_by as text)))
      and (cast(:set as text) not like 'berulang-%' or exists (
          select from spelling g
          join dashboard.complaint again on @follows(again, d, g.spellings, case cast(:set as text)
              when 'berulang-14' then interval '14 days' else interval '30 days' end)
          where g.name = d.category))
)
