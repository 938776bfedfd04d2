"""A collector of OpenTelemetry's: takes spans by OTLP over HTTP, reads them with OpenTelemetry's own messages, and prints a
line of JSON for each. Says its port first.
"""

import http.server
import json

from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2


class Collector(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        assert self.path == "/v1/traces" and self.headers["Content-Type"] == "application/x-protobuf", self.path
        request = trace_service_pb2.ExportTraceServiceRequest.FromString(body)
        for resource in request.resource_spans:
            # What these messages do not know would be lost in silence.
            assert resource.SerializeToString() == type(resource).FromString(resource.SerializeToString()).SerializeToString()
            service = {one.key: one.value.string_value for one in resource.resource.attributes}
            for scope in resource.scope_spans:
                for span in scope.spans:
                    print(json.dumps(self.line(span, service, scope.scope.name)), flush=True)
        answer = trace_service_pb2.ExportTraceServiceResponse().SerializeToString()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    @staticmethod
    def line(span, service, scope):
        assert len(span.trace_id) == 16 and len(span.span_id) == 8 and len(span.parent_span_id) in (0, 8)
        values = {}
        for attribute in span.attributes:
            value = MessageToDict(attribute.value)
            assert len(value) == 1, attribute
            values[attribute.key] = str(next(iter(value.values())))
        return {
            "trace": span.trace_id.hex(), "id": span.span_id.hex(), "parent": span.parent_span_id.hex(),
            "name": span.name, "kind": span.kind, "start": span.start_time_unix_nano,
            "end": span.end_time_unix_nano, "status": span.status.code, "attributes": values,
            "service": service["service.name"], "instance": service["service.instance.id"], "scope": scope,
        }  # fmt: skip

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
print("port", server.server_address[1], flush=True)
server.serve_forever()
