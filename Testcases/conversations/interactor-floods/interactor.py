# expect: ILE
# says: the submission does not read the
# x: the interactor writes without end; the submission sleeps and reads nothing
import os

block = b"21\n" * 20000
while True:
    os.write(1, block)
