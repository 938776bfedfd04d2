"""A mail server that keeps nothing and tells what it was given. Its argument is a folder, where it writes the certificate that it
has (for `localhost`, by itself); then words that say how it is: `tls` from the beginning, `login` without AUTH PLAIN, `ascii`
without SMTPUTF8, `open` without TLS and passwords. Prints its port, and each mail as JSON on a line."""

import asyncio
import email
import email.policy
import json
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

folder, words = sys.argv[1], sys.argv[2:]
certificate, key = folder + "/certificate.pem", folder + "/key.pem"
subprocess.run(
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    f" -addext subjectAltName=DNS:localhost -keyout {key} -out {certificate}".split(),
    check=True,
    capture_output=True,
)
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(certificate, key)


class Catcher:
    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        parts = {part.get_content_subtype(): part for part in mail.walk() if not part.is_multipart()}
        print(
            json.dumps(
                {
                    "tls": session.ssl is not None or "tls" in words,
                    "user": session.auth_data.login.decode() if session.auth_data else None,
                    "sender": envelope.mail_from,
                    "receivers": envelope.rcpt_tos,
                    "options": sorted(envelope.mail_options),
                    "subject": mail["subject"],
                    "from": mail["from"].addresses[0].display_name,
                    "date": str(mail["date"].datetime),
                    "id": mail["message-id"],
                    "fields": sorted(name.lower() for name in mail.keys()),
                    "defects": [str(defect) for part in mail.walk() for defect in part.defects],
                    "encodings": {kind: part["content-transfer-encoding"] for kind, part in parts.items()},
                    "longest": max(map(len, envelope.original_content.split(b"\r\n"))),
                    "text": parts["plain"].get_content().replace("\r\n", "\n"),
                    "html": parts["html"].get_content().replace("\r\n", "\n") if "html" in parts else None,
                }
            ),
            flush=True,
        )
        return "250 caught"


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"judge", "geheim €".encode())
    return AuthResult(success=right, handled=False, auth_data=data)


def make():
    usual = {"enable_SMTPUTF8": "ascii" not in words, "hostname": "localhost"}
    if "open" in words:
        return SMTP(Catcher(), **usual)
    usual |= {"authenticator": authenticate, "auth_required": True}
    if "login" in words:
        usual["auth_exclude_mechanism"] = ["PLAIN"]
    if "tls" in words:
        return SMTP(Catcher(), auth_require_tls=False, **usual)
    return SMTP(Catcher(), tls_context=context, require_starttls=True, **usual)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(make, "127.0.0.1", 0, ssl=context if "tls" in words else None)
    print(f"port {server.sockets[0].getsockname()[1]}", flush=True)
    # Ends with whoever started it.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
