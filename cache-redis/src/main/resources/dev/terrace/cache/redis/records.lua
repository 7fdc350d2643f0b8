-- Reads records, and makes the collection's head if there is none, so that every reader has an epoch.
--
-- ARGV 3 a key, or none for all
-- Answers epoch, last sequence, and keys and records in turn; or -1 and the format if a newer version wrote the collection.
local head, newer = open(0)
if not head then return { -1, newer } end
local last = redis.call('LLEN', KEYS[3])
if not ARGV[3] then return { head.epoch, last, redis.call('HGETALL', KEYS[2]) } end
return { head.epoch, last, { ARGV[3], redis.call('HGET', KEYS[2], ARGV[3]) or '0r' } }
