-- (listed, written): the canonical name of the row listed of dashboard.category, or what is written where no list knows it.
coalesce(listed.canonical, @filled(written))
