# A deadlock: nobody works, nobody ends.
import threading

lock = threading.Lock()
lock.acquire()
lock.acquire()
print("never")
