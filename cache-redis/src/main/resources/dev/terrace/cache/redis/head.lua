-- The head of an invalidation log; precedes append.lua, read.lua and beat.lua.
--
-- KEYS 1 head          hash: format, epoch, sequence, server, sizes, horizon, keyHorizon
--      2 dependencies  sorted set: member = kind and text of a name, score = its last sequence
--      3 keys          the same for the kind k
--      4 floors        the same for whole caches and the namespace; never trimmed
--      5 appends       sorted set: member = id of a recent append, score = its first sequence
-- ARGV 1 the format of this version   2 an epoch that the caller knows, or 0
--
-- Each command of a script takes microseconds in which nobody else is served, so appends look at nothing but the head.

-- Only these scripts change the sets, so another size means that one was evicted or deleted.
local function sizes(held) return table.concat(held, ' ') end

local function create(above)
  local fresh = epoch(above)
  redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5])
  redis.call('HSET', KEYS[1], 'format', ARGV[1], 'epoch', text(fresh), 'sequence', '0', 'server', server(),
    'sizes', '0 0 0', 'horizon', '0', 'keyHorizon', '0')
  return { epoch = fresh, sequence = 0, sizes = '0 0 0', horizon = 0, keyHorizon = 0 }
end

-- What is written as a number, unless somebody has edited it.
local function count(written)
  local number = tonumber(written or '')
  return number and number >= 0 and number < 2 ^ 53 and number or nil
end

-- The head as it is. Or a new one: if there is none, if it was edited, if the log ends before `reached`, if its epoch is older than the one
-- that is known, or if this is another server. nil and the format if a newer version wrote it. Whether the sets are as they were
-- left is found out by reads, which is soon enough: what was lost is missed by nobody who does not read.
local function open(known, reached)
  local head = redis.call('HMGET', KEYS[1], 'format', 'epoch', 'sequence', 'server', 'sizes', 'horizon', 'keyHorizon')
  local format, present, sequence = tonumber(head[1] or ''), count(head[2]), count(head[3])
  if format and format > tonumber(ARGV[1]) then return nil, head[1] end
  if not (format and present and sequence) then return create(known) end
  if head[4] ~= server() or known > present or (known == present and reached > sequence) then
    return create(math.max(known, present))
  end
  return { epoch = present, sequence = sequence, sizes = head[5] or '', horizon = head[6], keyHorizon = head[7] }
end
