# Right, but weighs halves.
coins = list(range(1, int(input()) + 1))
while len(coins) > 1:
    half = len(coins) // 2
    left, right, rest = coins[:half], coins[half:2 * half], coins[2 * half:]
    print("?", *left, *right, flush=True)
    coins = {"left": left, "right": right, "even": rest}[input()]
print("!", coins[0], flush=True)
