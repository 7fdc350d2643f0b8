-- Stores one entry of a tier unless something newer stands under its key.
--
-- KEYS 1 the entry's key
-- ARGV 1 the value: 18 bytes of header, then the envelope   2 its life in milliseconds
-- Answers 1 if it was stored, 0 if it was refused.
--
-- Header: format, flags, epoch (8), sequence (8), big-endian. Compared byte by byte: strings compare by the server's
-- collation, and numbers are doubles. What is shorter than a header or of another format is no entry, and is replaced.
local key, value = KEYS[1], ARGV[1]
local stored = redis.call('GETRANGE', key, 0, 17)

if #stored == 18 and stored:byte(1) == value:byte(1) then
  local order = 0
  for i = 3, 18 do
    order = value:byte(i) - stored:byte(i)
    if order ~= 0 then break end
  end
  local tombstone = value:byte(2) % 2 == 1
  if order < 0 or (order == 0 and tombstone) then return 0 end
end

redis.call('SET', key, value, 'PX', ARGV[2])
return 1
