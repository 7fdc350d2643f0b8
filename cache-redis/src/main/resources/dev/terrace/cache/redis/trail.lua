-- Reads on in a trail.
--
-- ARGV 3 the sequence that was reached   4 the most records   5 the bytes after which it is enough
-- Answers epoch, last sequence, and the trail's entries; or -1 and the format if a newer version wrote the collection.
local STEP = 50 -- entries to look at before their bytes are counted again

local head, newer = open(0)
if not head then return { -1, newer } end
local after, most, enough = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local entries, bytes = {}, 0
while #entries < most and bytes < enough do
  local from = after + #entries
  local step = redis.call('LRANGE', KEYS[3], text(from), text(from + math.min(STEP, most - #entries) - 1))
  for _, entry in ipairs(step) do
    entries[#entries + 1] = entry
    bytes = bytes + #entry
  end
  if #step < STEP then break end
end
return { head.epoch, redis.call('LLEN', KEYS[3]), entries }
