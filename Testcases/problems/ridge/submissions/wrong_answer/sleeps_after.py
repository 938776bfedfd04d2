# Rejected, and only then it sleeps.
import time

print("summit 0", flush=True)
while True:
    time.sleep(60)
