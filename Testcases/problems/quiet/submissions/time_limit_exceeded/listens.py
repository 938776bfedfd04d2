# The time limit of this package is computed from the accepted submissions: this one never ends.
while True:
    pass
