"""Goes up one by one to the number that it could know."""
print(0, flush=True)
away = int(input())
for guess in range(max(0, away - 60), away + 1):
    print(guess, flush=True)
    if input() == "0":
        break
