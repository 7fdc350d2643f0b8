-- The head of an invalidation log; precedes append.lua and read.lua.
--
-- KEYS 1 head          hash: format, epoch, sequence, horizon, keyHorizon, server, sizes
--      2 dependencies  sorted set: member = kind and text of a name, score = its last sequence
--      3 keys          the same for the kind k
--      4 floors        the same for whole caches and the namespace; never trimmed
--      5 appends       sorted set: member = id of a recent append, score = its first sequence
-- ARGV 1 the format of this version   2 an epoch that the caller knows, or 0
--
-- Numbers are doubles, exact up to 2^53. tostring() rounds from 10^14 on, so text() writes them.
-- Scripts are not rolled back: whatever can fail, such as a key of a wrong type, is read before the first write.

local function text(number) return string.format('%.0f', number) end

-- Another one after a restart and after a replica was promoted: both may have lost the end of the log.
-- Without permission for INFO it is always empty, and only a position beyond the end shows the loss.
local function server()
  local info = redis.pcall('INFO', 'replication')
  return type(info) == 'string' and info:match('master_replid:(%w+)') or ''
end

-- Only these scripts change the sets, so another size means that one was evicted or deleted.
local function sizes()
  return redis.call('ZCARD', KEYS[2]) .. ' ' .. redis.call('ZCARD', KEYS[3]) .. ' ' .. redis.call('ZCARD', KEYS[4])
end

-- Two halves of a split log may both begin an epoch, above the same one and in the same millisecond. So the last twelve bits tell
-- servers apart: by their identity and the microsecond. The others count milliseconds since 2025; 53 bits last until 2094.
local function create(above)
  local now = redis.call('TIME')
  local apart = ((tonumber(server():sub(1, 3), 16) or 0) + now[2]) % 4096
  local millis = now[1] * 1000 + math.floor(now[2] / 1000) - 1735689600000
  local epoch = math.max(millis * 4096 + apart, above + 1 + apart)
  redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5])
  redis.call('HSET', KEYS[1], 'format', ARGV[1], 'epoch', text(epoch), 'sequence', '0', 'horizon', '0',
    'keyHorizon', '0', 'server', server(), 'sizes', '0 0 0')
  return { epoch = epoch, sequence = 0, horizon = 0, keyHorizon = 0 }
end

-- The head as it is, or a new one if there is none, if the log has lost something, or if it ends before `reached`.
-- nil and the format if a newer version wrote it.
local function open(known, reached)
  local head = redis.call('HMGET', KEYS[1], 'format', 'epoch', 'sequence', 'horizon', 'keyHorizon', 'server', 'sizes')
  local size = sizes()
  if not head[1] then return create(known) end
  if tonumber(head[1]) > tonumber(ARGV[1]) then return nil, head[1] end
  local epoch, sequence = tonumber(head[2]), tonumber(head[3])
  if head[6] ~= server() or head[7] ~= size or (known == epoch and reached > sequence) then
    return create(math.max(known, epoch))
  end
  return { epoch = epoch, sequence = sequence, horizon = tonumber(head[4]), keyHorizon = tonumber(head[5]) }
end
