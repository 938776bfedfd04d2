task = input()
text = input()
if task == "write":
    print("".join(3 * letter for letter in text))
else:
    print("".join(max(text[i:i + 3], key=text[i:i + 3].count) for i in range(0, len(text), 3)))
