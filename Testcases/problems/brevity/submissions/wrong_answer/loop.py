line = input()
while True:
    print(line[::-1])
    break
