-- (receipt): it lies before any calendar that people use, so that nobody knows in which period the complaint came.
coalesce(receipt < '1970-01-01 00:00+14', false)
