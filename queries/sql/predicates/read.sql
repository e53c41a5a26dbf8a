-- (words): as a reader sees them, who cannot tell one blank from two.
btrim(regexp_replace(words, '\s+', ' ', 'g'))
