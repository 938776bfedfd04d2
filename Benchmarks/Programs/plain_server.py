"""A plain HTTP server that runs programs as subprocesses, without a sandbox: python3 plain_server.py FOLDER

What `http-execute` is compared with. A program is compiled once; nothing is limited but the time.
"""

import hashlib
import http.server
import json
import os
import subprocess
import sys

folder = sys.argv[1]
RECIPES = {
    "python3": ("main.py", None, ["python3", "main.py"]),
    "cpp": ("main.cpp", ["g++", "-O2", "-static", "-o", "program", "main.cpp"], ["./program"]),
    "java": ("Main.java", ["javac", "Main.java"], ["java", "-Xshare:auto", "-XX:+UseSerialGC", "-cp", ".", "Main"]),
    "javascript": ("main.js", None, ["node", "main.js"]),
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_POST(self):
        wanted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name, compile_command, run = RECIPES[wanted["language"]]
        place = os.path.join(folder, hashlib.sha256(json.dumps(wanted).encode()).hexdigest())
        if not os.path.exists(place):
            os.makedirs(place)
            with open(os.path.join(place, name), "w") as file:
                file.write(wanted["source"])
            if compile_command:
                subprocess.run(compile_command, cwd=place, check=True)
        done = subprocess.run(run, cwd=place, capture_output=True, text=True, timeout=30)
        answer = json.dumps({"stdout": done.stdout, "stderr": done.stderr, "code": done.returncode}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
        self.wfile.flush()

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
