"""Callbacks of Judge0's API: python judge0_callback.py URL TOKEN"""

import base64
import hashlib
import hmac
import http.server
import json
import queue
import sys
import threading
import urllib.request

url, token = sys.argv[1:3]
requests = queue.Queue()
statuses = iter([500, 302, 200])


class Handler(http.server.BaseHTTPRequestHandler):
    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        requests.put((self.path, dict(self.headers), body))
        self.send_response(next(statuses))
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
body = {"source_code": "print(4)", "language_id": 71, "callback_url": f"http://127.0.0.1:{server.server_port}/told?x=1"}
request = urllib.request.Request(url + "/judge0/submissions?base64_encoded=false", json.dumps(body).encode())
request.add_header("Content-Type", "application/json")
request.add_header("X-Auth-Token", token)
made = json.loads(urllib.request.urlopen(request).read())
for _ in range(3):
    path, headers, told = requests.get(timeout=60)
    assert path == "/told?x=1" and headers["Content-Type"] == "application/json", (path, headers)
    answer = json.loads(told)
    assert answer["token"] == made["token"] and answer["status"]["id"] == 3, answer
    assert base64.b64decode(answer["stdout"]) == b"4\n", answer
    time, code = (part.split("=")[1] for part in headers["X-Verdict-Signature"].split(","))
    wanted = hmac.new(b"callback-secret", time.encode() + b"." + told, hashlib.sha256).hexdigest()
    assert code == wanted, (code, wanted)
assert requests.empty()
print("done")
