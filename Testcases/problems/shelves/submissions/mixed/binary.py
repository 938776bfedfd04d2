# @EXPECTED_RESULTS@: WRONG-ANSWER
# Bytes that no validator should stumble over.
import sys

sys.stdout.buffer.write(bytes(range(256)) * 40)
