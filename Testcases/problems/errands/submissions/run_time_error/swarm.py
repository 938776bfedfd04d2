# More threads than a run may have; those that are there wait for the others.
import threading

barrier = threading.Barrier(200)
for _ in range(200):
    threading.Thread(target=barrier.wait).start()
