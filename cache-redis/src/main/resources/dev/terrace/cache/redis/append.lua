-- Appends names to the log, each under the next sequence, and stores the entries that travel with them.
--
-- KEYS 6... the entries' keys
-- ARGV 3 the append's id   4 dependencies to retain   5 keys to retain   6 channel to tell   7 the sequence that the sender knows in
--      the epoch that it knows   8 how many names   9... the names, kind first; then for each entry: the place of its name
--      (from 1), its value with no position yet, its life in milliseconds
-- Answers epoch, first sequence and whether all entries were stored; or -1 and the format if a newer version wrote the log.
local RECENT = 1000 -- appends whose repetition is recognised
local TRIM = 10000 -- the most names to forget at once
local PUSHED = 16384 -- the most bytes of names in one message
local NAMES = 8 -- arguments before the names

local head, newer = open(tonumber(ARGV[2]), 0)
if not head then return { -1, tonumber(newer) } end

local first = redis.call('ZSCORE', KEYS[5], ARGV[3])
if first then return { head.epoch, tonumber(first), #KEYS == 5 and 1 or 0 } end

local function trim(set, retained, horizon)
  local excess = math.min(redis.call('ZCARD', set) - retained, TRIM)
  if excess > 0 then
    local highest = redis.call('ZRANGE', set, excess - 1, excess - 1, 'WITHSCORES')[2]
    redis.call('ZREMRANGEBYRANK', set, 0, excess - 1)
    redis.call('HSET', KEYS[1], horizon, text(tonumber(highest)))
  end
end

-- An append may be late: given up by its sender, who has gone on since. Then its entries are not stored over younger ones, which stand
-- behind what he knew, or in another epoch. Nor are they where a key of another type stands: that is somebody else's.
local function isLate(key, value)
  local old = redis.pcall('GETRANGE', key, 0, 17)
  if type(old) ~= 'string' or head.epoch ~= tonumber(ARGV[2]) then return true end
  if #old < 18 or old:byte(1) ~= value:byte(1) then return false end
  local of, sequence = struct.unpack('>I8I8', old:sub(3))
  return of == head.epoch and sequence > tonumber(ARGV[7]) and sequence < first
end

first = head.sequence + 1
local count = tonumber(ARGV[NAMES])
-- The sequence moves before the names: should this stop halfway, none is issued twice.
redis.call('HSET', KEYS[1], 'sequence', text(head.sequence + count))
for i = 1, count do
  local name = ARGV[NAMES + i]
  local kind = name:sub(1, 1)
  local set = kind == 'd' and KEYS[2] or kind == 'k' and KEYS[3] or KEYS[4]
  redis.call('ZADD', set, text(first + i - 1), name)
end
local stored = 0
for i = 6, #KEYS do
  local at = NAMES + count + 3 * (i - 6)
  local value = ARGV[at + 2]
  if not isLate(KEYS[i], value) then
    local position = struct.pack('>I8I8', head.epoch, first + tonumber(ARGV[at + 1]) - 1)
    stored = stored + store(KEYS[i], value:sub(1, 2) .. position .. value:sub(19), ARGV[at + 3])
  end
end
trim(KEYS[2], tonumber(ARGV[4]), 'horizon')
trim(KEYS[3], tonumber(ARGV[5]), 'keyHorizon')
redis.call('HSET', KEYS[1], 'sizes', sizes())
redis.call('ZADD', KEYS[5], text(first), ARGV[3])
redis.call('ZREMRANGEBYRANK', KEYS[5], 0, -1 - RECENT)

-- Format, epoch, first sequence, id and the names' lengths in bytes, a line feed, the names. Too much of it is only a wake-up.
local push = { '1', text(head.epoch), text(first), ARGV[3] }
local bytes = 0
for i = 1, count do
  push[i + 4] = #ARGV[NAMES + i]
  bytes = bytes + #ARGV[NAMES + i]
end
local names = table.concat(ARGV, '', NAMES + 1, NAMES + count)
local message = bytes <= PUSHED and table.concat(push, ' ') .. '\n' .. names or ''
redis.pcall('PUBLISH', ARGV[6], message) -- only a hint: without permission readers poll
return { head.epoch, first, stored == #KEYS - 5 and 1 or 0 }
