"""A number in base 100 is how many lamps there are of each colour."""
task, word = input().split()
if task == "light":
    number = int(word)
    print("r" * (number // 10000) + "g" * (number // 100 % 100) + "b" * (number % 100))
else:
    print(word.count("r") * 10000 + word.count("g") * 100 + word.count("b"))
