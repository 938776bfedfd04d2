# Reads past the end of the input.
while True:
    if input() == "The end":
        break
print("Everyone is welcome")
