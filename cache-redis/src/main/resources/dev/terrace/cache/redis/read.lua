-- Reads the names after a position, and makes the log's head if there is none, so that every node has a position.
--
-- ARGV 3 the sequence that the caller has reached in the epoch that it knows   4 the most names of each set
-- Answers epoch, sequence, horizon, keyHorizon, and of each set its names and scores in turn, by ascending score;
-- or -1 and the format if a newer version wrote the log.
local known, reached = tonumber(ARGV[2]), tonumber(ARGV[3])
local head, newer = open(known, reached)
if not head then return { -1, tonumber(newer) } end

-- A new one too if the log has lost something, or was edited.
local function isWhole()
  for _, horizon in ipairs({ 'horizon', 'keyHorizon' }) do
    head[horizon] = count(head[horizon])
    if not head[horizon] or head[horizon] > head.sequence then return false end
  end
  return head.sizes == sizes({ redis.call('ZCARD', KEYS[2]), redis.call('ZCARD', KEYS[3]), redis.call('ZCARD', KEYS[4]) })
end
if not isWhole() then head = create(head.epoch) end

local after = '(' .. text(known == head.epoch and reached or 0)
local answer = { head.epoch, head.sequence, head.horizon, head.keyHorizon }
for i = 2, 4 do
  answer[i + 3] = redis.call('ZRANGEBYSCORE', KEYS[i], after, '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[4])
end
return answer
