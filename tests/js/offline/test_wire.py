"""One way to the server: who answered is judged in one place, and nobody waits for ever."""

import re
import time

import pytest

from tests.js.offline.stand_in import STATIC

HASTY = "const real = AbortSignal.timeout; AbortSignal.timeout = () => real.call(AbortSignal, 300); "
ASKED = {
    "GET /api/receipt-key": "wire.ask('GET', '/api/receipt-key')",
    "GET /evidence/E1": "wire.file('/evidence/E1')",
    "POST /logout": "wire.post('/logout', new URLSearchParams({ csrf_token: 'token-1' }))",
}


def test_nothing_but_the_wire_and_the_worker_fetches():
    fetching = re.compile(r"(?<![.\w])fetch\(|XMLHttpRequest|sendBeacon|EventSource|WebSocket")
    found = {str(path.relative_to(STATIC)) for path in STATIC.rglob("*.js") if fetching.search(path.read_text("utf-8"))}
    assert found == {"js/offline/wire.js", "sw.js"}


@pytest.mark.browser
@pytest.mark.parametrize("asked", ASKED)
def test_a_server_that_does_not_answer_counts_as_unreachable_after_a_while(phone, world, asked):
    fault = world.fault("wait", asked)
    begun = time.monotonic()
    said = phone.run(f"{HASTY} return {ASKED[asked]}.then(() => '', (error) => error.code)")
    fault.release.set()
    assert said == "unreachable" and fault.reached.is_set() and time.monotonic() - begun < 20


@pytest.mark.browser
@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [("status", 404, "not_ours"), ("status", 500, "not_ours"), ("redirect", 0, "not_ours"), ("cut", 0, "unreachable")],
)
def test_what_is_not_to_be_had_is_no_file(phone, world, kind, value, code):
    world.fault(kind, "GET /evidence/E1", value=value)
    assert phone.run("return wire.file('/evidence/E1').then(() => '', (error) => error.code)") == code


@pytest.mark.browser
def test_a_file_comes_whole_or_not_at_all_and_another_ones_page_is_not_taken(phone, world):
    world.pages = {"/evidence/E1": b"whole"}
    size = (
        "return wire.file('/evidence/E1', { isOurs: () => given }).then(({ bytes }) => bytes.byteLength, (e) => e.code)"
    )
    assert phone.run(size, True) == 5 and phone.run(size, False) == "not_ours"
    world.broken_off.add("/evidence/E1")
    assert phone.run(size, True) == "unreachable"
