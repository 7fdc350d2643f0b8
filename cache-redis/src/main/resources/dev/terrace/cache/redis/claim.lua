-- Claims the load of a key, unless another claim is held that is not superseded.
--
-- KEYS 1 entry   2 claim  string: token, epoch, sequence; expires with the claim
-- ARGV 1 the claim's text   2 its time to live in milliseconds   3 token of the claim that it supersedes, or 0
--      4 whether an entry that stands there is answered without a claim, where none is held
-- Answers 'h', the claim that is held, what is left of it; or 'g' where it is granted or 's' where it is not, then the life that is left
-- of the entry and its value, if there is one.
local function token(text) return text and text:match('^(%d+) %d+ %d+$') end

local claim = redis.call('GET', KEYS[2])
local held = token(claim) -- what is no claim is replaced
if held and held ~= token(ARGV[1]) and held ~= ARGV[3] then
  return { 'h', claim, redis.call('PTTL', KEYS[2]) }
end
local life, value = redis.call('PTTL', KEYS[1]), redis.call('GET', KEYS[1])
local stands = value and #value > 18 -- not so a removal without an envelope
if stands and not held and ARGV[4] == '1' then return { 's', life, value } end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return { 'g', life, value or nil }
