-- (text): NULL where nothing but blanks is written.
nullif(trim(text), '')
