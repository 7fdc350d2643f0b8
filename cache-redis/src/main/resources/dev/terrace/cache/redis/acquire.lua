-- Grants a lease that nobody else holds.
--
-- KEYS 1 tokens  hash: name, its last token   2 held  string: token, blank, holder; expires with the lease
-- ARGV 1 name   2 holder   3 time to live in milliseconds
-- Answers the token, or 0 if somebody else holds it.
--
-- The server's time keeps tokens growing where the last one was lost. In microseconds it is exact in a double until 2255.
local held = redis.call('GET', KEYS[2])
local last = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
if held and held:match('^%d+ (.*)$') ~= ARGV[2] then return 0 end

local now = redis.call('TIME')
local token = math.max(last + 1, now[1] * 1000000 + now[2])
local text = string.format('%.0f', token)
redis.call('HSET', KEYS[1], ARGV[1], text)
redis.call('SET', KEYS[2], text .. ' ' .. ARGV[2], 'PX', ARGV[3])
return token
