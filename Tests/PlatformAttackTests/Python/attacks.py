"""Attacks by name, one after the other, on one site: `attacks.py SOCKET MAILS ADMIN PACKAGE TABLE NAME…`"""

import importlib
import sys
import time

from attack import Attack
from world import expect

attack = Attack()
for name in sys.argv[6:]:
    before, start = len(attack.wrong), time.monotonic()
    importlib.import_module(name).run(attack)
    print(name, f"{len(attack.wrong) - before} wrong, {time.monotonic() - start:.1f} s", flush=True)
expect(not attack.wrong, "\n" + "\n".join(attack.wrong))
print("done")
