-- Stores what was loaded under a claim, and ends that, if it is held still.
--
-- KEYS 1 entry   2 claim   ARGV 1 the value   2 its life in milliseconds   3 the claim's token
-- Answers 1 if it was stored, 0 if not.
local held = redis.call('GET', KEYS[2])
if not held or held:match('^%d+') ~= ARGV[3] then return 0 end
local stored = store(KEYS[1], ARGV[1], ARGV[2])
redis.call('DEL', KEYS[2])
return stored
