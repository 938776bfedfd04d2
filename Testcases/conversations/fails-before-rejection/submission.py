raise IndexError(input())
