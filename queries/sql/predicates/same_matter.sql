-- (other, complaint, spellings): another complaint in the same kelurahan and of the same category, whose spellings are given.
other.kelurahan_code = @filled(complaint.kelurahan_code) and other.id <> complaint.id and other.category = any (spellings)
