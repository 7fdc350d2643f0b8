-- The head of an invalidation log; precedes append.lua and read.lua.
--
-- KEYS 1 head          hash: format, epoch, sequence, horizon, keyHorizon, server, sizes
--      2 dependencies  sorted set: member = kind and text of a name, score = its last sequence
--      3 keys          the same for the kind k
--      4 floors        the same for whole caches and the namespace; never trimmed
--      5 appends       sorted set: member = id of a recent append, score = its first sequence
-- ARGV 1 the format of this version   2 an epoch that the caller knows, or 0

-- Only these scripts change the sets, so another size means that one was evicted or deleted.
local function sizes(held) return held[1] .. ' ' .. held[2] .. ' ' .. held[3] end

local function create(above)
  local fresh = epoch(above)
  redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5])
  redis.call('HSET', KEYS[1], 'format', ARGV[1], 'epoch', text(fresh), 'sequence', '0', 'horizon', '0',
    'keyHorizon', '0', 'server', server(), 'sizes', '0 0 0')
  return { epoch = fresh, sequence = 0, horizon = 0, keyHorizon = 0, held = { 0, 0, 0 } }
end

-- Whether a head is what these scripts write. Somebody may have edited it.
local function isWhole(head)
  local sequence = tonumber(head[3])
  for i = 2, 5 do
    local number = tonumber(head[i])
    if not (number and number >= 0 and number < 2 ^ 53) or (i > 3 and number > sequence) then return false end
  end
  return true
end

-- The head as it is, with the sets' sizes. Or a new one: if there is none, if the log has lost something or was edited, if it ends before
-- `reached`, or if its epoch is older than the one that is known. nil and the format if a newer version wrote it.
local function open(known, reached)
  local head = redis.call('HMGET', KEYS[1], 'format', 'epoch', 'sequence', 'horizon', 'keyHorizon', 'server', 'sizes')
  local held = { redis.call('ZCARD', KEYS[2]), redis.call('ZCARD', KEYS[3]), redis.call('ZCARD', KEYS[4]) }
  local format = tonumber(head[1] or '')
  if format and format > tonumber(ARGV[1]) then return nil, head[1] end
  if not format or not isWhole(head) then return create(known) end
  local present, sequence = tonumber(head[2]), tonumber(head[3])
  if head[6] ~= server() or head[7] ~= sizes(held) or known > present or (known == present and reached > sequence) then
    return create(math.max(known, present))
  end
  return { epoch = present, sequence = sequence, horizon = tonumber(head[4]), keyHorizon = tonumber(head[5]), held = held }
end
