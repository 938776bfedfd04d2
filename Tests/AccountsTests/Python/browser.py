"""Logs somebody in at a provider, as a browser does: reads the form, sends it, and prints where it is sent back to."""

import sys
import urllib.error
import urllib.parse
import urllib.request


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


address, person = sys.argv[1:]
opener = urllib.request.build_opener(NoRedirect)
form = opener.open(address, timeout=30).read().decode()
if "<form" not in form:
    sys.exit("there is no form")
try:
    opener.open(address, data=urllib.parse.urlencode({"sub": person}).encode(), timeout=30)
    sys.exit("the provider did not send anybody back")
except urllib.error.HTTPError as answer:
    print("location", answer.headers["Location"], flush=True)
