"""What schemathesis makes of the description of the API: python openapi_fuzz.py URL TOKEN"""

import subprocess
import sys
import tempfile
from pathlib import Path

url, token = sys.argv[1:3]
command = [
    str(Path(sys.executable).parent / "schemathesis"), "run", url + "/api/openapi.json", "--url", url, "--header",
    "Authorization: Bearer " + token, "--checks", "not_a_server_error", "--max-examples", "6", "--phases",
    "coverage,fuzzing", "--request-timeout", "20", "--seed", "1", "--exclude-path-regex", "interactive$",
    "--generation-database", "none", "--no-color",
]
with tempfile.TemporaryDirectory() as folder:
    # It keeps things where it is started.
    found = subprocess.run(command, capture_output=True, text=True, cwd=folder)
assert found.returncode == 0, found.stdout[-6000:] + found.stderr[-2000:]
print("done")
