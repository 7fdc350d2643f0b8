-- Reads all cells of a key, or removes the old ones.
--
-- KEYS 1 head of the collection   2 cells, as in merge.lua
-- ARGV 1 the format of this version   2 the age in milliseconds from which on to remove, or none
-- Answers the server's time in milliseconds, and sources and cells in turn, or how many were removed; or -1 and the format of
-- a newer version.
local format = redis.call('HGET', KEYS[1], 'format')
if format and tonumber(format) > tonumber(ARGV[1]) then return { -1, tonumber(format) } end

local now = redis.call('TIME')
now = now[1] * 1000 + math.floor(now[2] / 1000)
local cells = redis.call('HGETALL', KEYS[2])
if not ARGV[2] then return { now, cells } end

local removed = 0
for i = 1, #cells, 2 do
  local since = math.max(0, now - tonumber(cells[i + 1]:match('^%d+ (%d+)')))
  if since >= tonumber(ARGV[2]) then
    removed = removed + redis.call('HDEL', KEYS[2], cells[i])
  end
end
return { now, removed }
