# expect: ILE
# says: the interactor does not read the 3 bytes that it was sent
# x: the interactor does not read; what the submission sends is not the reason
import sys
import time

print(21, flush=True)
time.sleep(20)
sys.exit(43)
