"""A provider of logins that knows two people; prints where it is."""

import sys

from oidc_provider_mock import User, run_server_in_thread

people = [
    User(
        sub="Alice",
        claims={"email": "alice@university.example", "email_verified": True, "preferred_username": "Alice Example"},
    ),
    User(sub="bob", claims={"email": "bob@university.example"}),
]

with run_server_in_thread(require_nonce=True, user_claims=people) as server:
    print(f"serving {server.server_port}", flush=True)
    # Until the test that started it lets go.
    sys.stdin.read()
