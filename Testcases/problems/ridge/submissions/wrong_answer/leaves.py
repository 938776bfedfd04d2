# One question, and it ends well without an answer.
n = int(input())
print("measure", n, flush=True)
input()
