# The second watch divides by the 0 that it is given.
task, number = input().split()
if task == "first":
    print("note 0")
else:
    print(1 // int(number))
