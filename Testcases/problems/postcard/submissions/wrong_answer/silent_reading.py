# Writes well; whoever reads it says nothing.
task, text = input(), input()
if task == "write":
    print("".join(3 * letter for letter in text))
