coins = []
while True:
    coins.append("coin" * 1000000)
