# Two decimals only.
import math

n = int(input())
poles = [tuple(map(float, input().split())) for _ in range(n)]
length = sum(math.dist(poles[i - 1], poles[i]) for i in range(n))
area = sum(poles[i - 1][0] * poles[i][1] - poles[i][0] * poles[i - 1][1] for i in range(n))
print("%.2f %.2f" % (length, abs(area) / 2))
