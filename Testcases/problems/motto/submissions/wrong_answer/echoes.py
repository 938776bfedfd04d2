# Copies the guest book before the motto.
import shutil
import sys

shutil.copyfileobj(sys.stdin, sys.stdout)
print("Everyone is welcome")
