"""A lamp for each unit."""
task, word = input().split()
print("r" * int(word) if task == "light" else len(word))
