-- The head of a ledger's collection; precedes the scripts that read and change its records.
--
-- KEYS 1 head     hash: format, epoch, bytes, server, sizes
--      2 records  hash: key, version and l (live) or r (removed) and the content
--      3 trail    list: id of the change, blank, its versions with commas, blank, content; sequence n stands at index n - 1
--      4 changes  hash: id of a recent change, its sequence
-- ARGV 1 the format of this version   2 an epoch that the caller knows, or 0

-- Only these scripts change the keys, so another size means that one was evicted or deleted.
local function sizes()
  return redis.call('HLEN', KEYS[2]) .. ' ' .. redis.call('LLEN', KEYS[3]) .. ' ' .. redis.call('HLEN', KEYS[4])
end

-- A new epoch over what is left. What came through whole still tells which changes it contains.
local function begin(above, whole)
  local bytes = 0
  for _, value in ipairs(redis.call('HVALS', KEYS[2])) do
    bytes = bytes + #value - #value:match('^%d+.')
  end
  local fresh = epoch(above)
  if not whole then redis.call('DEL', KEYS[4]) end
  redis.call('HSET', KEYS[1], 'format', ARGV[1], 'epoch', text(fresh), 'bytes', text(bytes), 'server', server(),
    'sizes', sizes())
  return { epoch = fresh, bytes = bytes }
end

-- The head as it is, or of a new epoch if there is none or something may be lost. nil and the format of a newer version.
local function open(known)
  local head = redis.call('HMGET', KEYS[1], 'format', 'epoch', 'bytes', 'server', 'sizes')
  local whole = head[5] == sizes()
  if head[1] and tonumber(head[1]) > tonumber(ARGV[1]) then return nil, tonumber(head[1]) end
  if not head[1] or not whole or head[4] ~= server() then
    return begin(math.max(known, tonumber(head[2] or '0')), whole)
  end
  return { epoch = tonumber(head[2]), bytes = tonumber(head[3]) }
end
