n = int(input())
verse = input()
for _ in range(n):
    print(verse)
