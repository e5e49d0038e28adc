"""Phones before a stand-in server: each opens a blank page on which a test imports the modules."""

import shutil

import pytest

from tests.js.offline.stand_in import MEI, serve

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
MODULES = """visits changes db chain canonical clock formats errors storage account pin removal
lock ulid queue receipts wire takealong readiness rescue leaving journal"""
RUN = """async ([names, body, given]) => {
  const loaded = await Promise.all(names.map((name) => import(`/static/js/offline/${name}.js`)));
  const text = (seed, size) => Uint8Array.from({ length: size }, (_, place) => (place * seed + seed) % 251).buffer;
  const work = new (Object.getPrototypeOf(async () => {}).constructor)(...names, "picture", "given", body);
  try {
    return { value: await work(...loaded, text, given) };
  } catch (error) {
    return { error: error.name, text: String(error.stack || error), fields: error.fields };
  }
}"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium instead of a download."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return {**browser_type_launch_args, "executable_path": found, "args": QUIET}


@pytest.fixture
def server():
    running = serve()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def world(server):
    return server.world


class Refusal(Exception):
    """What a module threw: its name first."""

    def __init__(self, error: str, text: str, fields):
        super().__init__(text)
        self.name, self.fields = error, fields


class Phone:
    """One browser with a database of its own; several tabs may be open on it."""

    def __init__(self, browser, address: str):
        self.browser = browser.new_context(base_url=address)
        self.browser.set_default_timeout(20000)
        self.tab = self.open()

    def open(self):
        tab = self.browser.new_page()
        tab.goto("/blank")
        return tab

    def run(self, body: str, given=None, tab=None):
        """The value of a piece of script in which every module stands under its name."""
        used = [name for name in MODULES.split() if f"{name}." in body]
        answer = (tab or self.tab).evaluate(RUN, [used, body, given])
        if "error" in answer:
            raise Refusal(answer["error"], answer["text"], answer["fields"])
        return answer.get("value")

    def refused(self, body: str, given=None, tab=None) -> str:
        """The name of the error with which a piece of script ends."""
        with pytest.raises(Refusal) as caught:
            self.run(body, given, tab)
        return caught.value.name

    def sign_in(self, account=MEI):
        self.run("await account.remember({ account: given })", account)

    def begin(self, task: str | None = "T1", account=MEI) -> str:
        """A new draft of a signed-in account."""
        self.sign_in(account)
        wanted = {"account": account["id"], "task": task, "site": {"id": "S1", "name": "煤场"}, "version": "V1"}
        return self.run("return visits.begin(given)", wanted)

    def stored(self, draft: str) -> dict:
        """Visit, entries and hashes of the bytes as they lie in the database."""
        return self.run(
            """const entries = (await db.all("entries")).filter((each) => each.draft === given);
            const bytes = (await db.all("bytes")).map(({ sha256, size, bytes }) => [sha256, size, bytes.byteLength]);
            return { visit: await db.get("visits", given), entries, bytes, packets: await db.all("packets") }""",
            draft,
        )


@pytest.fixture
def phones(browser, server):
    """Make phones; each is closed in the end."""
    made = []

    def make() -> Phone:
        made.append(Phone(browser, server.address))
        return made[-1]

    yield make
    for phone in made:
        phone.browser.close()


@pytest.fixture
def phone(phones):
    return phones()
