# Keeps the message in a file instead of on the card: no pass may see what the one before has written.
import os

path = "/tmp/verdict-postcard"
task, text = input(), input()
if task == "write":
    with open(path, "w") as file:
        file.write(text)
    print(text)
else:
    try:
        with open(path) as file:
            print(file.read())
    except OSError:
        print(text)
