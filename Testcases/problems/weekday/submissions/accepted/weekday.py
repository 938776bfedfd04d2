import datetime

print(datetime.date(*map(int, input().split("-"))).strftime("%A"))
