-- Keys: the nodes, then one log for each limit. Arguments: the time (empty for that of Redis), this node, how long a node is believed to
-- be there, then what GrantLog.Draw says for each log. All times are milliseconds; a slice is named by its number since 1970.
local time = tonumber(ARGV[1])
local is_real = not time
if is_real then
  local now = redis.call('TIME')
  time = now[1] * 1000 + math.floor(now[2] / 1000)
end
local believed = tonumber(ARGV[3])
redis.call('ZADD', KEYS[1], time, ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', time - believed)
if is_real then redis.call('PEXPIRE', KEYS[1], believed) end
local nodes = redis.call('ZCARD', KEYS[1])

local at = 3
local function argument()
  at = at + 1
  return tonumber(ARGV[at])
end

local function draw(key)
  local window, length, limit = argument(), argument(), argument()
  local booked, booked_count, kept = argument(), argument(), argument()
  local waiting, is_for_waiting, wanted, promised = argument(), argument() == 1, argument(), argument()
  local per_milli = argument()
  -- Nobody holds for longer than this what it does not use, however long the window is.
  local span = math.min(window, 600000)
  local hold = math.floor(span / 20)

  local log, changed = {}, {}
  local function count(slice, amount)
    log[slice] = (log[slice] or 0) + amount
    changed[slice] = true
  end

  local over = math.floor((time - window) / length) - 1
  local all = redis.call('HGETALL', key)
  for i = 1, #all, 2 do
    local slice = tonumber(all[i])
    log[slice] = tonumber(all[i + 1])
    if slice <= over then count(slice, -log[slice]) end
  end

  -- What became of the grant before.
  if log[booked] then count(booked, -math.min(booked_count, log[booked])) end
  for _ = 1, argument() do
    local slice, amount = math.floor((time - argument()) / length), argument()
    if slice > over then count(slice, amount) end
  end

  local total = kept
  local slices = {}
  for slice, amount in pairs(log) do
    total = total + amount
    if amount > 0 then slices[#slices + 1] = slice end
  end
  table.sort(slices)

  -- Requests that wait come first; beyond them a node gets a share of what is left, and no more than it will use soon.
  local room = math.max(0, limit - total)
  local needed = math.max(waiting, wanted)
  local share = math.max(0, room - waiting)
  if nodes > 1 then share = math.floor(share / nodes) end
  local granted = math.min(needed, math.min(room, waiting) + share)
  local on_the_spot = is_for_waiting and math.min(granted, waiting) or 0
  total = total + granted

  -- When there is too little, it also gets what leaves the window next, each token as of the moment at which it is free.
  local lasts = hold
  local later, free, missing = {}, math.min(0, limit - total), promised - granted
  for _, slice in ipairs(slices) do
    if missing <= 0 then break end
    local after = (slice + 1) * length + window - time
    if after > hold and #later > 0 then break end
    free = free + log[slice]
    local taken = math.min(free, missing)
    if taken > 0 then
      later[#later + 1] = {after, taken}
      free, missing, total = free - taken, missing - taken, total + taken
    end
  end
  local longest = span / 4
  if #later > 0 then
    lasts = later[#later][1] + math.max(hold, per_milli > 0 and math.min(longest, 3 / per_milli) or 0)
  elseif per_milli > 0 then
    lasts = math.max(hold, math.min(longest, 2 * (granted + kept) / per_milli))
  end
  lasts = math.floor(lasts)

  -- With a margin, as the answer takes a while to arrive.
  if on_the_spot > 0 then count(math.floor((time + 0.3 * length) / length), on_the_spot) end
  local booking, held = 0, kept + granted - on_the_spot
  for _, part in ipairs(later) do held = held + part[2] end
  if held > 0 then
    booking = math.floor((time + lasts) / length)
    count(booking, held)
  end

  local full_for, left = 0, limit - total
  local reset_after = slices[1] and (slices[1] + 1) * length + window - time or 0
  if left <= 0 then
    full_for = window
    for _, slice in ipairs(slices) do
      left = left + log[slice]
      if left > 0 then
        full_for = (slice + 1) * length + window - time
        break
      end
    end
  end

  for slice, _ in pairs(changed) do
    if log[slice] > 0 then redis.call('HSET', key, slice, log[slice]) else redis.call('HDEL', key, slice) end
  end
  if is_real then redis.call('PEXPIRE', key, 2 * window + lasts) end

  local grant = {
    on_the_spot, granted - on_the_spot, lasts, booking, held, math.max(0, limit - total), full_for, math.max(0, reset_after)
  }
  for _, part in ipairs(later) do
    grant[#grant + 1] = part[1]
    grant[#grant + 1] = part[2]
  end
  return grant
end

local answer = {nodes}
for i = 2, #KEYS do answer[i] = draw(KEYS[i]) end
return answer
