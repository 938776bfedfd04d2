#!/usr/bin/env python3
"""A client of Verdict's coordinator in one file: connects, says hello, makes calls.

Needs Python 3.9, the package `protobuf` (Debian: python3-protobuf) and protoc (Debian: protobuf-compiler), with which it
makes the messages' code the first time. What goes over the wire is described in Sources/Wire/Protos/verdict/v1/frame.proto.

    client = Client("unix:/run/verdict/socket", token="verdict_...")
    judge = messages("judge")
    answer = client.call("verdict.v1.Judge/Submit", judge.SubmitRequest(...), judge.SubmitResponse, timeout=5)
    for event in client.stream("verdict.v1.Judge/Follow", judge.FollowResponse, judge.FollowRequest(...)):
        print(event)

From the command line it makes any call, or has a program judged by a package's test data:

    verdict_client.py --token-file token verdict.v1.Judge/List '{"limit": 10}'
    verdict_client.py --token-file token judge Testcases/problems/sum solution.py
"""

import argparse
import collections
import hashlib
import importlib
import ipaddress
import os
import pathlib
import select
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time

PROTOS = pathlib.Path(__file__).resolve().parent.parent.parent / "Sources" / "Wire" / "Protos"
CODES = (
    "OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED "
    "RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS "
    "UNAUTHENTICATED"
).split()
CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE = 1, 4, 8, 14
# What a message costs of a window beside its payload, and the largest frame before both hellos, in bytes.
OVERHEAD, LARGEST_HELLO = 64, 64 * 1024
MAXIMUM_FRAME, WINDOW = 2 << 20, 4 << 20
# Seconds of silence after which the server is asked whether it is there, and after which it is taken for dead.
KEEP_ALIVE, DEAD = 20.0, 30.0


def compile_protos(folder):
    """Makes the Python code of all .proto files below `folder`, once for each version of them; its modules can be
    imported afterwards."""
    folder = pathlib.Path(folder)
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.proto"))
    digest = hashlib.sha256()
    for name in files:
        digest.update(name.encode() + b"\0" + (folder / name).read_bytes() + b"\0")
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "verdict" / "python"
    made = cache / digest.hexdigest()[:32]
    if not made.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as fresh:
            code = pathlib.Path(fresh) / "code"
            code.mkdir()
            subprocess.run(["protoc", f"--proto_path={folder}", f"--python_out={code}", *files], check=True)
            try:
                code.rename(made)
            except OSError:
                if not made.is_dir():  # Otherwise somebody else was as quick.
                    raise
    if str(made) not in sys.path:
        sys.path.insert(0, str(made))


def messages(name):
    """The messages of Sources/Wire/Protos/verdict/v1/NAME.proto."""
    compile_protos(os.environ.get("VERDICT_PROTOS") or PROTOS)
    return importlib.import_module(f"verdict.v1.{name}_pb2")


class WireError(Exception):
    """A call failed. `code` is gRPC's; `not_started`: nothing was done for it; `retry_after`: seconds, or None;
    `details`: pairs of a message type's name and its bytes."""

    def __init__(self, code, message, details=(), retry_after=None, not_started=False):
        super().__init__(f"{CODES[code] if code < len(CODES) else code}: {message}")
        self.code, self.message, self.details = code, message, list(details)
        self.retry_after, self.not_started = retry_after, not_started

    @classmethod
    def of(cls, status):
        """The error that a status says, None when it is OK."""
        if status.code == 0:
            return None
        details = [(detail.type, detail.value) for detail in status.details]
        return cls(status.code, status.message, details, status.retry_after_ns / 1e9 or None, status.not_started)


class Call:
    """One call under way: send() and finish() speak, iterating listens, cancel() gives up. Of use as `with` and `for`."""

    def __init__(self, client, number, response_type, timeout):
        self._client, self._number, self._type = client, number, response_type
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._credit = self._window = client._peer_window
        self._inbox, self._taken = collections.deque(), 0
        self._ended, self._error, self._finished = False, None, False

    def send(self, message):
        """Sends a message; waits while the server takes no more."""
        payload = message.SerializeToString()
        cost = len(payload) + OVERHEAD
        if cost > min(self._client._maximum_frame, self._window // 2):
            raise WireError(RESOURCE_EXHAUSTED, f"a message of {len(payload)} bytes is larger than the server takes")
        with self._client._changed:
            self._wait(lambda: self._credit >= cost)
            self._credit -= cost
        self._client._send(self._client._pb.Frame(call_id=self._number, message={"payload": payload}))

    def finish(self):
        """Says that no more messages follow."""
        if not self._finished and not self._ended:
            self._finished = True
            self._client._send(self._client._pb.Frame(call_id=self._number, half_close={}))

    def receive(self):
        """The next message, None after the last. Raises WireError when the call failed."""
        with self._client._changed:
            self._wait(lambda: self._inbox)
            if not self._inbox:
                return None
            payload = self._inbox.popleft()
            self._taken += len(payload) + OVERHEAD
            credit = self._taken if self._taken >= WINDOW // 4 and not self._ended else 0
            self._taken -= credit
        if credit:
            self._client._send(self._client._pb.Frame(call_id=self._number, window_update={"bytes": credit}))
        return self._type.FromString(payload)

    def cancel(self, code=CANCELLED):
        """Gives the call up; does nothing when it has ended."""
        with self._client._changed:
            if self._ended:
                return
            self._client._end(self._number, WireError(code, "the call was given up"))
        self._client._send(self._client._pb.Frame(call_id=self._number, cancel={"code": code}))

    def __iter__(self):
        return self

    def __next__(self):
        message = self.receive()
        if message is None:
            raise StopIteration
        return message

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.cancel()

    def _wait(self, ready):
        # Holds the client's lock. Comes back when `ready`, or when the call ended well; raises when it failed.
        while not ready():
            if self._error:
                raise self._error
            if self._ended:
                return
            left = None if self._deadline is None else self._deadline - time.monotonic()
            if left is not None and left <= 0:
                self._client._changed.release()
                try:
                    self.cancel(DEADLINE_EXCEEDED)
                finally:
                    self._client._changed.acquire()
                raise WireError(DEADLINE_EXCEEDED, "the call's deadline passed")
            self._client._changed.wait(left)
        if self._error:
            raise self._error


def is_local(address):
    """Whether what goes to `address` stays on this machine."""
    if address.startswith("unix:"):
        return True
    host = address.removeprefix("tcp://").rpartition(":")[0].strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Client:
    """A connection to a server at tcp://HOST:PORT or unix:PATH. `tls` is an ssl.SSLContext. Of use from many threads."""

    def __init__(self, address, token="", tls=None, program="verdict_client.py", version="1", timeout=10.0,
                 allow_unencrypted=False):
        if not (tls or allow_unencrypted or is_local(address)):
            raise WireError(FAILED_PRECONDITION, f"{address} without TLS would carry the token for all on the way to "
                            "read; use TLS, or allow unencrypted connections", not_started=True)
        self._pb = messages("frame")
        self._lock, self._changed = threading.Lock(), threading.Condition()
        self._calls, self._last, self._error = {}, 0, None
        self._maximum_frame, self._peer_window, self._heard, self._asked = LARGEST_HELLO, 0, time.monotonic(), False
        self._read, self._ready = bytearray(), threading.Event()
        self._socket = self._connect(address, tls, timeout)
        self._socket.setblocking(False)
        hello = dict(protocol_min=1, protocol_max=1, program=program, program_version=version, token=token)
        hello.update(maximum_frame=MAXIMUM_FRAME, initial_window=WINDOW, keep_alive_ns=int(KEEP_ALIVE * 1e9))
        self._send(self._pb.Frame(hello=hello))
        threading.Thread(target=self._listen, daemon=True).start()
        if not self._ready.wait(timeout):
            self._fail(WireError(UNAVAILABLE, "the server did not say hello", not_started=True))
        if self._error:
            raise self._error

    def call(self, method, request, response_type, timeout=None, metadata=None):
        """Sends one message and gives the one that comes back."""
        with self.stream(method, response_type, request, timeout, metadata) as call:
            answers = list(call)
        if len(answers) != 1:
            raise WireError(3, f"{method} answered {len(answers)} messages where it should have answered one")
        return answers[0]

    def stream(self, method, response_type, request=None, timeout=None, metadata=None):
        """Opens a call. With `request` that is all it sends; otherwise send() and finish() are the caller's."""
        with self._changed:
            if self._error:
                raise WireError(UNAVAILABLE, str(self._error), not_started=True)
            if len(self._calls) >= self._maximum_calls:
                raise WireError(RESOURCE_EXHAUSTED, "too many calls are under way", retry_after=0.1, not_started=True)
            self._last += 1
            call = self._calls[self._last] = Call(self, self._last, response_type, timeout)
            opening = dict(method=method, metadata=metadata or {}, timeout_ns=int((timeout or 0) * 1e9))
            # Within the lock, for numbers have to grow on the wire too.
            self._send(self._pb.Frame(call_id=call._number, open=opening))
        if request is not None:
            call.send(request)
            call.finish()
        return call

    def close(self):
        """Ends the connection, and the calls under way."""
        self._fail(WireError(CANCELLED, "the client was closed"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # -- the connection

    @staticmethod
    def _connect(address, tls, timeout):
        if address.startswith("unix:"):
            plain = socket.socket(socket.AF_UNIX)
            plain.settimeout(timeout)
            plain.connect(address[5:])
            host = None
        else:
            host, _, port = address.removeprefix("tcp://").rpartition(":")
            host = host.strip("[]")
            plain = socket.create_connection((host, int(port)), timeout)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return tls.wrap_socket(plain, server_hostname=host) if tls else plain

    def _send(self, frame):
        body = frame.SerializeToString()
        data = memoryview(struct.pack(">I", len(body)) + body)
        lost = None
        with self._lock:
            try:
                while data and not self._is_closed():
                    try:
                        data = data[self._socket.send(data):]
                    except (BlockingIOError, ssl.SSLWantWriteError):
                        select.select([], [self._socket], [], 1)
                    except ssl.SSLWantReadError:
                        select.select([self._socket], [], [], 0.01)
            except (OSError, ValueError) as error:
                lost = WireError(UNAVAILABLE, f"the connection was lost: {error}")
        if lost:
            # Without the lock: whoever has the other one may wait for this one.
            self._fail(lost)

    def _is_closed(self):
        return self._socket.fileno() < 0

    def _listen(self):
        try:
            while not self._is_closed():
                data = self._receive()
                if data == b"":
                    raise WireError(UNAVAILABLE, "the server closed the connection")
                if data is None:
                    self._keep_alive()
                    continue
                self._heard, self._asked = time.monotonic(), False
                self._read += data
                self._take_frames()
        except WireError as error:
            self._fail(error)
        except (OSError, ValueError) as error:
            self._fail(WireError(UNAVAILABLE, f"the connection was lost: {error}"))

    def _receive(self):
        # Some bytes, none at the end, None when nothing came for a second.
        try:
            # One SSL object must not be read and written at the same time.
            if isinstance(self._socket, ssl.SSLSocket):
                with self._lock:
                    return self._socket.recv(1 << 16)
            return self._socket.recv(1 << 18)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            readable, _, _ = select.select([self._socket], [], [], 1)
            return self._receive() if readable else None

    def _keep_alive(self):
        silence = time.monotonic() - self._heard
        if silence > DEAD:
            raise WireError(UNAVAILABLE, f"nothing was heard from the server for {DEAD:.0f} s")
        if silence > KEEP_ALIVE and not self._asked:
            self._asked = True
            self._send(self._pb.Frame(ping={"token": 1}))

    def _take_frames(self):
        at = 0
        while len(self._read) - at >= 4:
            (length,) = struct.unpack_from(">I", self._read, at)
            if not 0 < length <= self._maximum_frame:
                raise WireError(UNAVAILABLE, f"the server announced a frame of {length} bytes")
            if len(self._read) - at - 4 < length:
                break
            self._take(self._pb.Frame.FromString(bytes(self._read[at + 4 : at + 4 + length])))
            at += 4 + length
        del self._read[:at]

    def _take(self, frame):
        kind = frame.WhichOneof("kind")
        if kind == "ping":
            self._send(self._pb.Frame(pong={"token": frame.ping.token}))
            return
        with self._changed:
            call = self._calls.get(frame.call_id)
            if kind == "hello":
                self._maximum_frame = min(MAXIMUM_FRAME, frame.hello.maximum_frame)
                self._peer_window = frame.hello.initial_window
                self._maximum_calls = frame.hello.maximum_calls
                self._ready.set()
            elif kind == "goodbye":
                reason = WireError.of(frame.goodbye.status) or WireError(UNAVAILABLE, "the server said goodbye")
                if frame.goodbye.fatal:
                    raise reason
                self._error = reason
            elif call and kind == "message":
                call._inbox.append(frame.message.payload)
            elif call and kind == "window_update":
                call._credit += frame.window_update.bytes
            elif call and kind == "status":
                self._end(frame.call_id, WireError.of(frame.status))
            self._changed.notify_all()

    def _end(self, number, error):
        # Holds the lock.
        call = self._calls.pop(number, None)
        if call:
            call._ended, call._error = True, error
        self._changed.notify_all()

    def _fail(self, error):
        with self._changed:
            self._error = self._error or error
            for number in list(self._calls):
                self._end(number, error)
            self._changed.notify_all()
        self._ready.set()
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # It is closed already.
        self._socket.close()


def package_files(folder):
    """The files of a package by their paths in it, as packages are read: links are followed within it only, and what is
    hidden is left out, but for .timelimit."""
    root = pathlib.Path(folder).resolve(strict=True)
    files = {}

    def walk(directory, prefix, active):
        if len(active) >= 32 or directory in active:
            raise ValueError(f"{prefix}: folders are nested too deeply, or a link leads back to one that it is in")
        for entry in sorted(directory.iterdir()):
            if (entry.name.startswith(".") and (prefix or entry.name != ".timelimit")) or entry.name == "__pycache__":
                continue
            place, target = prefix + entry.name, entry.resolve(strict=True)
            if root not in target.parents:
                raise ValueError(f"{place}: the link leads out of the package")
            if target.is_dir():
                walk(target, place + "/", active | {directory})
            elif target.is_file():
                files[place] = target
            else:
                raise ValueError(f"{place}: neither a file nor a folder")

    walk(root, "", frozenset())
    return files


def package_tree(folder):
    """A package's encoded Tree, and where each of its contents is, by hash and size."""
    records, contents = messages("records"), {}
    tree = records.Tree()
    for path, file in sorted(package_files(folder).items(), key=lambda item: os.fsencode(item[0])):
        digest, size = hashlib.sha256(), 0
        with file.open("rb") as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
                size += len(piece)
        # The mode as Tree has it: only its owner's right to execute it.
        executable = bool(file.stat().st_mode & 0o100)
        content = records.BlobRef(hash=digest.digest(), size=size)
        tree.files.append(records.FileRef(path=path, content=content, executable=executable))
        contents[content.hash, size] = file
    return tree.SerializeToString(deterministic=True), contents


def put(client, content, source):
    """Sends a content from a binary file, from where the server wants it to begin."""
    blobs = messages("blobs")
    with client.stream("verdict.v1.Blobs/Put", blobs.PutResponse) as call:
        call.send(blobs.PutRequest(content=content))
        first = call.receive()
        source.seek(first.offset if first else 0)
        while piece := source.read(1 << 18):
            call.send(blobs.PutRequest(data=piece))
        call.finish()
        last = call.receive()
        if not last or not last.complete:
            raise WireError(13, "the server did not say that the content is complete")


def add_package(client, folder):
    """Sends what the server does not have of a package, and makes it known."""
    import io

    blobs, judge, records = messages("blobs"), messages("judge"), messages("records")
    encoded, contents = package_tree(folder)
    tree = records.BlobRef(hash=hashlib.sha256(encoded).digest(), size=len(encoded))
    sources = {key: file.open for key, file in contents.items()}
    sources[tree.hash, tree.size] = lambda _: io.BytesIO(encoded)
    wanted = [records.BlobRef(hash=key[0], size=key[1]) for key in sorted(sources)]
    for start in range(0, len(wanted), 10000):
        request = blobs.MissingRequest(contents=wanted[start : start + 10000])
        for content in client.call("verdict.v1.Blobs/Missing", request, blobs.MissingResponse).contents:
            with sources[content.hash, content.size]("rb") as source:
                put(client, content, source)
    request = judge.AddPackageRequest(tree=tree)
    return client.call("verdict.v1.Judge/AddPackage", request, judge.AddPackageResponse).package


def follow(client, submission):
    """What happens to a submission up to its end."""
    judge = messages("judge")
    request = judge.FollowRequest(id=submission)
    yield from client.stream("verdict.v1.Judge/Follow", judge.FollowResponse, request)


def print_judgement(judgement, name):
    """Prints what came of a submission; `name` says a verdict in words."""
    if judgement.limits.HasField("estimate"):
        found = judgement.limits.estimate
        print(f"time limit {found.limit_ns / 1e9:.3f} s: slowest measured {found.slowest_ns / 1e9:.3f} s "
              f"({found.submission})")
    for group in judgement.groups:
        print(f"group {group.name}: {name(group.verdict)} {group.score}".rstrip())
    for warning in judgement.warnings:
        print(f"warning: {warning}")
    score = f", score {judgement.score}" if judgement.score else ""
    print(f"verdict: {name(judgement.verdict)}{score} {judgement.message}".rstrip(), flush=True)


def judge_sources(client, folder, paths, language):
    """Has a program judged, and prints what happens; whether it was accepted."""
    judge, records = messages("judge"), messages("records")
    package = add_package(client, folder)
    for warning in package.warnings:
        print(f"warning: {warning}")
    print(f"package {package.id.hex()[:12]} {package.name}: {len(package.tests)} tests", flush=True)
    request = judge.SubmitRequest(idempotency_key=os.urandom(16).hex(), package=package.id, language=language)
    for path in map(pathlib.Path, paths):
        request.sources.append(records.SourceFile(name=path.name, content=path.read_bytes()))
    submission = client.call("verdict.v1.Judge/Submit", request, judge.SubmitResponse).id
    print(f"submission {submission}", flush=True)

    def name(verdict):
        return records.Verdict.Name(verdict).removeprefix("VERDICT_").lower().replace("_", " ")

    for event in follow(client, submission):
        kind = event.WhichOneof("event")
        if kind == "compiled" and not event.compiled.succeeded:
            print(event.compiled.log or event.compiled.message, flush=True)
        elif kind == "test_finished":
            result = event.test_finished.result
            cost = f"{result.cpu_time_ns / 1e6:.0f} ms, {result.memory_bytes >> 10} KiB"
            print(f"{result.name}: {name(result.verdict)}, {cost} {result.message}".rstrip(), flush=True)
        elif kind == "judged":
            print_judgement(event.judged, name)
            return event.judged.verdict == records.VERDICT_ACCEPTED
        elif kind in ("cancelled", "stuck"):
            print(f"{kind}: {getattr(event, kind).reason}", flush=True)
    return False


def call_from_json(client, path, text, timeout):
    """Makes one call whose request is JSON, and prints its answers as JSON."""
    from google.protobuf import json_format

    service, _, name = path.removeprefix("verdict.v1.").partition("/")
    module = messages(service.lower())
    described = module.DESCRIPTOR.services_by_name[service].methods_by_name[name]
    types = [getattr(module, kind.name) for kind in (described.input_type, described.output_type)]
    for answer in client.stream(path, types[1], json_format.Parse(text, types[0]()), timeout):
        print(json_format.MessageToJson(answer, indent=None), flush=True)


def main():
    """Makes one call from the command line, request and answers as JSON; or has a program judged."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--address", default="unix:/run/verdict/socket", help="tcp://HOST:PORT or unix:PATH")
    parser.add_argument("--allow-unencrypted", action="store_true",
                        help="allow tcp:// to other machines without TLS: everyone on the way can read everything")
    parser.add_argument("--token-file", help="a file that holds the token")
    parser.add_argument("--timeout", type=float, help="seconds for the whole call")
    parser.add_argument("--language", default="", help="the id of the language of what is judged")
    parser.add_argument("method", help="such as verdict.v1.Judge/Submit; or: judge")
    parser.add_argument("arguments", nargs="*", help="the request as JSON; or: PACKAGE SOURCE...")
    options = parser.parse_args()
    token = pathlib.Path(options.token_file).read_text().strip() if options.token_file else ""
    if options.method == "judge" and len(options.arguments) < 2:
        parser.error("judge needs a package and at least one source")
    if options.method != "judge" and len(options.arguments) > 1:
        parser.error("a call has one request")
    try:
        with Client(options.address, token, allow_unencrypted=options.allow_unencrypted) as client:
            if options.method != "judge":
                call_from_json(client, options.method, *(options.arguments or ["{}"]), options.timeout)
            elif not judge_sources(client, options.arguments[0], options.arguments[1:], options.language):
                sys.exit(1)
    except (WireError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
