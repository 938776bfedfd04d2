"""Prints the port that it listens at, then a line for each callback: python told.py"""

import base64
import http.server
import json


class Handler(http.server.BaseHTTPRequestHandler):
    def do_PUT(self):
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
        print(self.command, told["status"]["id"], base64.b64decode(told["stdout"]).decode().strip(), flush=True)

    def log_message(self, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
