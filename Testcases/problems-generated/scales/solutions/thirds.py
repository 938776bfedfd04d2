coins = list(range(1, int(input()) + 1))
while len(coins) > 1:
    third = (len(coins) + 1) // 3
    left, right, rest = coins[:third], coins[third:2 * third], coins[2 * third:]
    print("?", *left, *right, flush=True)
    coins = {"left": left, "right": right, "even": rest}[input()]
print("!", coins[0], flush=True)
