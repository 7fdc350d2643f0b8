-- Writes to the log's head without appending: the sign that a node can still be heard.
--
-- Answers the epoch; or -1 and the format if a newer version wrote the log.
local head, newer = open(tonumber(ARGV[2]), 0)
if not head then return { -1, tonumber(newer) } end

redis.call('HSET', KEYS[1], 'beat', redis.call('TIME')[1])
return { head.epoch }
