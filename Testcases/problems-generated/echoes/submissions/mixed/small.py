for _ in range(int(input())):
    print(2 * int(input()) % 100, flush=True)
