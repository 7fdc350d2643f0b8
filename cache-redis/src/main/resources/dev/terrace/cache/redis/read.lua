-- Reads the names after a position, and makes the log's head if there is none, so that every node has a position.
--
-- ARGV 3 the sequence that the caller has reached in the epoch that it knows   4 the most names of each set
-- Answers epoch, sequence, horizon, keyHorizon, and of each set its names and scores in turn, by ascending score;
-- or -1 and the format if a newer version wrote the log.
local known, reached = tonumber(ARGV[2]), tonumber(ARGV[3])
local head, newer = open(known, reached)
if not head then return { -1, tonumber(newer) } end

local after = '(' .. text(known == head.epoch and reached or 0)
local answer = { head.epoch, head.sequence, head.horizon, head.keyHorizon }
for i = 2, 4 do
  answer[i + 3] = redis.call('ZRANGEBYSCORE', KEYS[i], after, '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[4])
end
return answer
