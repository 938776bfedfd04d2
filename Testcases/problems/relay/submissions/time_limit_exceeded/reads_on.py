# The second watch waits for one more question, and the lock for the end of the output.
task, number = input().split()
if task == "first":
    code = ""
    for i in range(int(number)):
        print("look", i + 1, flush=True)
        code += input()
    print("note", int(code[::-1]))
else:
    for line in iter(input, "over"):
        if line == "done":
            continue
        print(int(number) // 10 ** (int(line.split()[1]) - 1) % 10, flush=True)
