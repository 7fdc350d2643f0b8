-- What logs and ledgers share: how they tell that they may have lost something, and how they begin anew. Precedes head.lua and
-- ledger.lua.
--
-- Numbers are doubles, exact up to 2^53. tostring() rounds from 10^14 on, so text() writes them: as integers, which is several times
-- faster, unless the server's integers are too short.
-- Scripts are not rolled back: whatever can fail, such as a key of a wrong type, is read before the first write.

local NUMBER = string.format('%d', 2 ^ 53) == '9007199254740992' and '%d' or '%.0f'
local function text(number) return string.format(NUMBER, number) end

-- Another one after a restart and after a replica was promoted: both may have lost the last writes.
-- Without permission for INFO it is always empty, and only a position beyond the end shows the loss.
local function server()
  local info = redis.pcall('INFO', 'replication')
  if type(info) ~= 'string' then return '' end
  local _, at = info:find('master_replid:', 1, true)
  return at and info:match('^%w+', at + 1) or ''
end

-- Two halves of what was split may both begin an epoch, above the same one and in the same millisecond. So the last twelve bits
-- tell servers apart: by their identity and the microsecond. The others count milliseconds since 2025; 53 bits last until 2094.
local function epoch(above)
  local now = redis.call('TIME')
  local apart = ((tonumber(server():sub(1, 3), 16) or 0) + now[2]) % 4096
  local millis = now[1] * 1000 + math.floor(now[2] / 1000) - 1735689600000
  return math.max(millis * 4096 + apart, above + 1 + apart)
end
