# From post to post until it goes down: too many questions where the way is long.
def height(post):
    print("measure", post, flush=True)
    return int(input())


n = int(input())
post, here = 1, height(1)
while post < n:
    there = height(post + 1)
    if there < here:
        break
    post, here = post + 1, there
print("summit", post)
