# 7.2 + 14.4 = 21.6 points: never more than 7.2.
limit = int(input())
print("%d" % (limit - 1) if limit < 8 else "7.2")
