-- Stores one entry.
--
-- KEYS 1 the entry's key
-- ARGV 1 the value   2 its life in milliseconds
-- Answers 1 if it was stored, 0 if it was refused.
return store(KEYS[1], ARGV[1], ARGV[2])
