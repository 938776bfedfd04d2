"""Leaves the number in a file, where the second run cannot see it."""
task, word = input().split()
if task == "light":
    try:
        open("number", "w").write(word)
    except OSError:
        pass
    print("rgb")
else:
    print(open("number").read())
