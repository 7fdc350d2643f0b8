-- Appends names to the log, each under the next sequence.
--
-- ARGV 3 the append's id   4 dependencies to retain   5 keys to retain   6 channel to wake   7... names, kind first
-- Answers epoch and first sequence; or -1 and the format if a newer version wrote the log.
local RECENT = 1000 -- appends whose repetition is recognised
local TRIM = 10000 -- the most names to forget at once
local PUSHED = 16384 -- the most bytes of names in one message

local head, newer = open(tonumber(ARGV[2]), 0)
if not head then return { -1, tonumber(newer) } end

local first = redis.call('ZSCORE', KEYS[5], ARGV[3])
if first then return { head.epoch, tonumber(first) } end

local function trim(set, retained, horizon)
  local excess = math.min(redis.call('ZCARD', set) - retained, TRIM)
  if excess > 0 then
    local highest = redis.call('ZRANGE', set, excess - 1, excess - 1, 'WITHSCORES')[2]
    redis.call('ZREMRANGEBYRANK', set, 0, excess - 1)
    redis.call('HSET', KEYS[1], horizon, text(tonumber(highest)))
  end
end

first = head.sequence + 1
-- The sequence moves before the names: should this stop halfway, none is issued twice.
redis.call('HSET', KEYS[1], 'sequence', text(head.sequence + #ARGV - 6))
for i = 7, #ARGV do
  local kind = ARGV[i]:sub(1, 1)
  local set = kind == 'd' and KEYS[2] or kind == 'k' and KEYS[3] or KEYS[4]
  redis.call('ZADD', set, text(first + i - 7), ARGV[i])
end
trim(KEYS[2], tonumber(ARGV[4]), 'horizon')
trim(KEYS[3], tonumber(ARGV[5]), 'keyHorizon')
redis.call('HSET', KEYS[1], 'sizes', sizes())
redis.call('ZADD', KEYS[5], text(first), ARGV[3])
redis.call('ZREMRANGEBYRANK', KEYS[5], 0, -1 - RECENT)

-- Format, epoch, first sequence, id and the names' lengths in bytes, a line feed, the names. Too much of it is only a wake-up.
local push = { '1', text(head.epoch), text(first), ARGV[3] }
local bytes = 0
for i = 7, #ARGV do
  push[i - 2] = #ARGV[i]
  bytes = bytes + #ARGV[i]
end
local message = bytes <= PUSHED and table.concat(push, ' ') .. '\n' .. table.concat(ARGV, '', 7) or ''
redis.pcall('PUBLISH', ARGV[6], message) -- only a hint: without permission readers poll
return { head.epoch, first }
