# 64 questions in each test, 1 point for each: 3 points.
n = int(input())
lit = []
for lamp in range(1, n + 1):
    print("count", lamp, lamp, flush=True)
    if input() == "1":
        lit.append(lamp)
print("lit", *lit)
