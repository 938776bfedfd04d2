import inside

print(inside.value(input()))
