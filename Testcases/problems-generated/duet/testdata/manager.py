"""Each of two knows one number, and they have to say the sum; all points for few words between them, half of them else."""
import sys

pipes = sys.argv[1:]
numbers = [int(word) for word in sys.stdin.read().split()]
readers = [open(path) for path in pipes[0::2]]
writers = [open(path, "w") for path in pipes[1::2]]
for writer, number in zip(writers, numbers):
    print(number, file=writer, flush=True)
words = 0
while True:
    word = readers[0].readline().split()
    if not word or word[0] == "!":
        break
    words += 1
    print(word[0], file=writers[1], flush=True)
    back = readers[1].readline().split()
    print(back[0] if back else 0, file=writers[0], flush=True)
print("!", file=writers[1], flush=True)
if word[1:] != [str(sum(numbers))]:
    print(0)
    print("the sum is another one", file=sys.stderr)
else:
    print(1 if words < 3 else 0.5)
    print(words, "words", file=sys.stderr)
