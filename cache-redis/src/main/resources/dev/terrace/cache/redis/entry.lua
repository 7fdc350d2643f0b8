-- Stores one entry of a tier unless something newer stands under its key; precedes put.lua and append.lua.
--
-- A value is 18 bytes of header, then the envelope. Header: format, flags, epoch (8), sequence (8), big-endian. Compared byte
-- by byte: strings compare by the server's collation, and numbers are doubles. A string that is no entry of this format is replaced;
-- a key of another type is an error.
--
-- What has an envelope says when it ends by this server's clock (flag 2, 8 bytes of milliseconds behind the sequence), so that who reads it
-- need not ask for its life.
local function dated(value, life)
  local now = redis.call('TIME')
  local ends = now[1] * 1000 + math.floor(now[2] / 1000) + life
  local flags = string.char(value:byte(2) + 2)
  return value:sub(1, 1) .. flags .. value:sub(3, 18) .. struct.pack('>I8', ends) .. value:sub(19)
end

local function store(key, value, life)
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
  redis.call('SET', key, #value > 18 and dated(value, life) or value, 'PX', life)
  return 1
end
