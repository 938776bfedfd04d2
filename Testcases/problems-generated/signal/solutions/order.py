"""Has the order of the lamps say the number: fog mixes them up."""
task, word = input().split()
if task == "light":
    number, lamps = int(word), ""
    while number:
        lamps += "rgb"[number % 3]
        number //= 3
    print(lamps)
else:
    print(sum("rgb".index(lamp) * 3**place for place, lamp in enumerate(word)))
