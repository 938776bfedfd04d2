n, a, p = map(int, input().split())
cloudiness = 1
for level in range(1, n + 1):
    cloudiness = (cloudiness * a + level) % p
print(cloudiness)
