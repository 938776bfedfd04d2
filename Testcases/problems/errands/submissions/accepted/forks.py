import os
import threading

input()
lengths = list(map(int, input().split()))
for messenger in range(4):
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(into, b"%d" % sum(lengths[messenger::4]))
        os._exit(0)
    os.close(into)
    busy = os.read(out, 20).decode()
    os.close(out)
    os.waitpid(child, 0)
    thread = threading.Thread(target=print, args=(busy,))
    thread.start()
    thread.join()
