n = int(input())
for _ in range(500):
    scrap = bytearray(1 << 20)
    n += scrap[0]
print(n)
