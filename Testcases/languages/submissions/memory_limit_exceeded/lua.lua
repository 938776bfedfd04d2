local n = io.read("n")
local sum = 0
for _ = 1, n do
    sum = sum + io.read("n")
end
local blocks = {}
for i = 1, 64 do
    local block = string.rep(string.char(i), 1024)
    while #block < 8 * 1024 * 1024 do
        block = block .. block
    end
    blocks[i] = block
end
print(string.format("%d", sum + #blocks - 64))
