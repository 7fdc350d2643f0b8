-- Puts evidence into its source's cell unless a newer one is there.
--
-- KEYS 1 head of the collection   2 cells  hash: source, version and blank and milliseconds and blank and content
-- ARGV 1 the format of this version   2 source   3 version   4 content   5 the most sources
-- Answers 1 if it was stored, 0 if not, 2 if there are too many sources; or -1 and the format of a newer version.
local format = redis.call('HGET', KEYS[1], 'format')
if format and tonumber(format) > tonumber(ARGV[1]) then return { -1, tonumber(format) } end

local held = redis.call('HGET', KEYS[2], ARGV[2])
if held and tonumber(held:match('^%d+')) >= tonumber(ARGV[3]) then return { 0 } end
if not held and redis.call('HLEN', KEYS[2]) >= tonumber(ARGV[5]) then return { 2 } end
local now = redis.call('TIME')
local millis = string.format('%.0f', now[1] * 1000 + math.floor(now[2] / 1000))
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3] .. ' ' .. millis .. ' ' .. ARGV[4])
return { 1 }
