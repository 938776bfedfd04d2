print(1 // (len(input()) - len(input())))
