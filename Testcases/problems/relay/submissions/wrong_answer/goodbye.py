# Says goodbye when the second watch is over, which is more than there should be.
task, number = input().split()
if task == "first":
    code = ""
    for i in range(int(number)):
        print("look", i + 1, flush=True)
        code += input()
    print("note", int(code[::-1]))
else:
    for line in iter(input, "done"):
        print(int(number) // 10 ** (int(line.split()[1]) - 1) % 10, flush=True)
    print("goodbye")
