# Wants a word of praise after the right answer, and dies of the end of its input.
def height(post):
    print("measure", post, flush=True)
    return int(input())


low, high = 1, int(input())
while low < high:
    middle = (low + high) // 2
    if height(middle) < height(middle + 1):
        low = middle + 1
    else:
        high = middle
print("summit", low, flush=True)
print(input())
