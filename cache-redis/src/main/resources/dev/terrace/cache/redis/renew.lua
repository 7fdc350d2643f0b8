-- Prolongs a lease that is still held under a token.
--
-- KEYS 2 held   ARGV 1 token   2 time to live in milliseconds
-- Answers 1 if it was held, else 0.
local held = redis.call('GET', KEYS[2])
if not held or held:match('^%d+') ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return 1
