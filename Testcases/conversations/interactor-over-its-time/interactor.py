# expect: JE
# limit: 20
# says: ran over its CPU time limit
# x: the interactor uses up its own CPU time while the submission waits
print(21, flush=True)
while True:
    pass
