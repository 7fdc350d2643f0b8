-- Appends names to the log, each under the next sequence, and stores the entries that travel with them.
--
-- KEYS 6... the entries' keys
-- ARGV 3 the append's id   4 dependencies to retain   5 keys to retain   6 channel to tell   7 the sequence that the sender knows in
--      the epoch that it knows   8 how many names   9... the names, kind first; then for each entry: the place of its name
--      (from 1), its value with no position yet, its life in milliseconds
-- Answers epoch, first sequence and whether all entries were stored; or -1 and the format if a newer version wrote the log.
local RECENT = 1000 -- appends whose repetition is recognised
local FORGET = 64 -- names after which older ones are not recognised any more
local TRIM = 10000 -- the most names to forget at once
local ADDED = 1000 -- the most names to add at once
local PUSHED = 16384 -- the most bytes of names in one message
local NAMES = 8 -- arguments before the names
local SETS = { [100] = 1, [107] = 2, [99] = 3, [110] = 3 } -- by the first letter of a name: d, k, c, n

local head, newer = open(tonumber(ARGV[2]), 0)
if not head then return { -1, tonumber(newer) } end

local first = redis.call('ZSCORE', KEYS[5], ARGV[3])
if first then return { head.epoch, tonumber(first), #KEYS == 5 and 1 or 0 } end

-- Whether something younger than what the sender knew stood under a key before this append, which may have the key several times.
local younger = {}
local function isYounger(key, value, old)
  if younger[key] == nil then
    younger[key] = false
    if #old >= 18 and old:byte(1) == value:byte(1) then
      local of, sequence = struct.unpack('>I8I8', old:sub(3))
      younger[key] = of == head.epoch and sequence > tonumber(ARGV[7])
    end
  end
  return younger[key]
end

-- An append may be late: given up by its sender, who has gone on since. Then its values are not stored over younger ones, which stand
-- behind what he knew, or in another epoch. A removal is never late: its name supersedes whatever stands.
local function isLate(key, value, old)
  local behind = isYounger(key, value, old)
  if value:byte(2) % 2 == 1 then return false end
  return behind or head.epoch ~= tonumber(ARGV[2])
end

-- Stores an entry under its position; where it is late a removal without an envelope, so that nothing below its name is left.
-- Answers how many entries were stored. A key of another type is somebody else's.
local function load(key, value, sequence, life)
  local old = redis.pcall('GETRANGE', key, 0, 17)
  if type(old) ~= 'string' then return 0 end
  local position = struct.pack('>I8I8', head.epoch, sequence)
  if isLate(key, value, old) then
    store(key, value:sub(1, 1) .. '\1' .. position, life)
    return 0
  end
  return store(key, value:sub(1, 2) .. position .. value:sub(19), life)
end

first = head.sequence + 1
local count = tonumber(ARGV[NAMES])
local added = { {}, {}, {} }
for i = 1, count do
  local name = ARGV[NAMES + i]
  local members = added[SETS[name:byte()]]
  members[#members + 1] = text(first + i - 1)
  members[#members + 1] = name
end
local held = { head.sizes:match('^(%d+) (%d+) (%d+)$') }
for set = 1, 3 do
  held[set] = tonumber(held[set]) or 0
  for i = 1, #added[set], 2 * ADDED do
    local last = math.min(i + 2 * ADDED, #added[set] + 1) - 1
    held[set] = held[set] + redis.call('ZADD', KEYS[1 + set], unpack(added[set], i, last))
  end
end

-- Forgets the oldest names of a set. One that was evicted has fewer than it should.
local function trim(set, retained, horizon)
  local key, excess = KEYS[1 + set], math.min(held[set] - retained, TRIM)
  local highest = excess > 0 and redis.call('ZRANGE', key, excess - 1, excess - 1, 'WITHSCORES')[2]
  if highest then
    held[set] = held[set] - redis.call('ZREMRANGEBYRANK', key, 0, excess - 1)
    redis.call('HSET', KEYS[1], horizon, text(tonumber(highest)))
  end
end
trim(1, tonumber(ARGV[4]), 'horizon')
trim(2, tonumber(ARGV[5]), 'keyHorizon')
redis.call('HSET', KEYS[1], 'sequence', text(first + count - 1), 'sizes', sizes(held))

local stored = 0
for i = 6, #KEYS do
  local at = NAMES + count + 3 * (i - 6)
  stored = stored + load(KEYS[i], ARGV[at + 2], first + tonumber(ARGV[at + 1]) - 1, ARGV[at + 3])
end
redis.call('ZADD', KEYS[5], text(first), ARGV[3])
if first % FORGET < count then redis.call('ZREMRANGEBYRANK', KEYS[5], 0, -1 - RECENT) end

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
