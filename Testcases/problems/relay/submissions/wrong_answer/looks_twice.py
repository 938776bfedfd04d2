# Rejected in the first pass.
task, number = input().split()
for _ in range(2):
    print("look 1", flush=True)
    input()
print("note 0")
