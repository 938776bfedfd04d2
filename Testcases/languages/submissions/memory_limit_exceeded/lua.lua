local n = io.read("n")
local sum = 0
for _ = 1, n do
    sum = sum + io.read("n")
end
local blocks = {}
for i = 1, 64 do
    blocks[i] = string.rep(string.char(i), 8 * 1024 * 1024)
end
print(string.format("%d", sum + #blocks - 64))
