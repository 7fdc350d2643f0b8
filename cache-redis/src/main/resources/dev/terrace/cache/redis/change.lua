-- Changes records, all or none, and adds to the trail.
--
-- ARGV 2 the epoch of the versions that are expected, or 0   3 the change's id   4 the most records   5 the most bytes
--      6 the trail's record   7... of each write key, expected version, l or r, content
-- Answers epoch, last sequence, and: 'c' and the versions; 'x' and the records as they are; 'n' if there would be too many
-- records, 'b' if too many bytes. Or -1 and the format if a newer version wrote the collection.
local RECENT = 1001 -- changes whose repetition is recognised: the last one, and as many before it as the contract says

local known = tonumber(ARGV[2])
local head, newer = open(known)
if not head then return { -1, newer } end

local last = redis.call('LLEN', KEYS[3])
local before = redis.call('HGET', KEYS[4], ARGV[3])
local entry = before and redis.call('LINDEX', KEYS[3], before - 1)
if entry then
  return { head.epoch, tonumber(before), 'c', (entry:match('^%S+ (%S+) ')) }
end

local conflict = known ~= 0 and known ~= head.epoch
local current, versions, records, bytes = {}, {}, redis.call('HLEN', KEYS[2]), head.bytes
for i = 7, #ARGV, 4 do
  local value = redis.call('HGET', KEYS[2], ARGV[i])
  if not value then records = records + 1 end
  value = value or '0r'
  local version, state = value:match('^(%d+)(.)')
  local expected = tonumber(ARGV[i + 1])
  conflict = conflict or not (expected == tonumber(version) or (expected == 0 and state == 'r'))
  current[#current + 1] = value
  versions[#versions + 1] = text(version + 1)
  bytes = bytes - (#value - #version - 1) + #ARGV[i + 3]
end
if conflict then return { head.epoch, last, 'x', current } end
if records > tonumber(ARGV[4]) then return { head.epoch, last, 'n' } end
if bytes > tonumber(ARGV[5]) and bytes > head.bytes then return { head.epoch, last, 'b' } end

local issued = table.concat(versions, ',')
local sequence = redis.call('RPUSH', KEYS[3], ARGV[3] .. ' ' .. issued .. ' ' .. ARGV[6])
redis.call('HSET', KEYS[4], ARGV[3], text(sequence))
for i = 7, #ARGV, 4 do
  redis.call('HSET', KEYS[2], ARGV[i], versions[(i - 3) / 4] .. ARGV[i + 2] .. ARGV[i + 3])
end
if sequence > RECENT then
  redis.call('HDEL', KEYS[4], (redis.call('LINDEX', KEYS[3], -1 - RECENT):match('^%S+')))
end
redis.call('HSET', KEYS[1], 'bytes', text(bytes), 'sizes', sizes())
return { head.epoch, sequence, 'c', issued }
