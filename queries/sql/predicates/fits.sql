-- (limit, complaint): this row of rules.sql holds for this complaint. The category is the complaint's own by the rule of
-- predicates/category.sql, looked up from the rule's side: so a question that shows no category joins none.
complaint.created_at >= limit.valid_from and complaint.created_at < limit.valid_until
and (limit.channel_code is null or limit.channel_code = complaint.channel_code)
and (limit.lapor_kind is null or limit.lapor_kind = complaint.lapor_kind)
and (limit.category is null or complaint.written = any (limit.spellings)
     or @filled(complaint.written) = limit.category
        and complaint.written not in (select name from dashboard.category where name is not null))
and (limit.skpd_kind is null or complaint.skpd_code = any (limit.holders))
