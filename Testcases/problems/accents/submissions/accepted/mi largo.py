línea = input()
print(f"{línea}: {len(línea)}")
