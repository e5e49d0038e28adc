"""Speaking to a real server process as the phone does, with the methods of Flask's test client."""

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

from tests.faults.server import PASSWORD


class Answer:
    """Status and body of an answer."""

    def __init__(self, status: int, data: bytes):
        self.status_code, self.data = status, data

    def get_json(self):
        """The body read as JSON."""
        return json.loads(self.data)


class Client:
    """One signed-in person. Raises OSError or HTTPException when the server dies before it has answered."""

    def __init__(self, address: str):
        self.address, self.headers = address, {}
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open

    def sign_in(self, username: str) -> None:
        """Through the page, as a person does."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get("/login").data.decode())[1]
        self.post_form("/login", {"username": username, "password": PASSWORD, "csrf_token": token})
        self.headers = {"X-CSRFToken": self.get("/api/session").get_json()["csrf"]}

    def get(self, path: str) -> Answer:
        """Read."""
        return self._send("GET", path, None, {})

    def post(self, path: str, json: dict, headers: dict) -> Answer:  # the name is Flask's
        """Send JSON."""
        return self._send("POST", path, _text(json), {"Content-Type": "application/json", **headers})

    def post_form(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form, as a page does."""
        form = urllib.parse.urlencode(fields).encode()
        return self._send("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})

    def patch(self, path: str, data: bytes, headers: dict) -> Answer:
        """Send a piece."""
        return self._send("PATCH", path, data, {"Content-Type": "application/octet-stream", **headers})

    def put(self, path: str, data: bytes, headers: dict) -> Answer:
        """Send a record."""
        return self._send("PUT", path, data, headers)

    def _send(self, method: str, path: str, data: bytes | None, headers: dict) -> Answer:
        request = urllib.request.Request(self.address + path, data, {**self.headers, **headers}, method=method)
        try:
            with self._open(request, timeout=60) as response:
                return Answer(response.status, response.read())
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, refused.read())


def _text(body: dict) -> bytes:
    return json.dumps(body).encode()
