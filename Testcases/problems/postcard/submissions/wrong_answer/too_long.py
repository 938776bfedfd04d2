# Four times is too much for the card.
task, text = input(), input()
print("".join(4 * letter for letter in text) if task == "write" else text[::4])
