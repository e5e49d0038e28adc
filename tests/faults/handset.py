"""A phone in somebody's hand: its tabs, its network, its clock, and who is signed in."""

import asyncio
import builtins
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, Playwright, TimeoutError

from tests.faults.network import Network
from tests.faults.phone import Phone

HAND = "".join((Path(__file__).parent / name).read_text() for name in ("hand.js", "store.js"))
IN_USE = "() => navigator.serviceWorker.controller?.state === 'activated'"
ARRIVED = """() => {
  const { pathname } = location;
  if (pathname.startsWith('/phone/result') || pathname.startsWith('/inspections/')) return 'closed';
  if (pathname.startsWith('/phone') || pathname.startsWith('/login')) return 'out';
  if (document.querySelector('[data-fill][data-ready]')) return 'form';
  const said = document.querySelector('[data-said]');
  return said && !said.hidden ? 'problem' : null;
}"""
SHIFT = """(() => {
  const Real = Object.getPrototypeOf(Date) === Function.prototype ? Date : Object.getPrototypeOf(Date);
  const days = %d;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + days * 864e5); }
    static now() { return Real.now() + days * 864e5; }
  };
})()"""
SHUT = "[data-gate]:not([hidden])"
BROKEN = "[data-gate=broken]"  # the page asks for a new start of the browser
PATIENCE = 30000
STUCK = 10  # seconds until a browser that does not open or close a tab counts as hanging


class SignInWanted(RuntimeError):
    """The phone does not know whose it is, and nobody could tell it."""


class Handset:
    """One phone with up to two tabs on one draft.

    A Chromium that is watched by the test's driver may hang while it changes its worker, and only then; it is counted
    under "browser hung", and to the phone it is a dead battery. One whose own store no longer works, as its page says,
    is counted under "store broken" and begun anew, which is what the page asks for.
    """

    def __init__(self, playwright: Playwright, folder: Path):
        self.network = Network(("127.0.0.1", 1))
        self.phone = Phone(playwright, folder, f"http://127.0.0.1:{self.network.port}")
        self.tabs: dict[int, Page] = {}
        self.jars: dict[str, list] = {}
        self.username, self.task, self.version, self.draft, self.days = "", "", "", "", 0
        self.is_offline = self.is_full = False

    def start(self) -> None:
        """Start the browser with all that the hand needs; the session is put back where the death took it."""
        blank = self.phone.start()
        self.context = self.phone.context
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(HAND)
        if self.jars.get(self.username):
            self.context.add_cookies(self.jars[self.username])
        self.tabs = {}
        with suppress(BrowserError):
            blank.goto("/static/js/look.js")  # room is given to the origin of the page that asks
        self.devtools = self.context.new_cdp_session(blank)
        self.is_full = False
        if self.is_offline:
            self.context.set_offline(True)

    def is_running(self) -> bool:
        """Whether the browser lives."""
        return self.phone.context is not None

    def begin(self, username: str, task: str, version: str) -> None:
        """A fresh phone for a task: nothing in its store, the person signed in, the sky blue."""
        if not self.is_running():
            self.start()
        self.clear_weather()
        self.shut()
        self.days, self.draft, self.task, self.version = 0, "", task, version
        types = {"origin": self.phone.address, "storageTypes": "indexeddb"}
        self.devtools.send("Storage.clearDataForOrigin", types)
        self.be(username)

    def be(self, username: str) -> None:
        """Be that person by the session that the phone has of them, or sign in."""
        if self.username == username and username in self.jars:
            return
        self.username = username
        self.context.clear_cookies()
        if username in self.jars:
            self.context.add_cookies(self.jars[username])
        else:
            self.sign_in(username)

    def sign_in(self, username: str) -> None:
        """Sign in through the page, the browser begun anew where the page asks for it; the session is remembered."""
        self.username = username
        page = self._signed_in(username)
        if page.is_visible(BROKEN):
            self.network.met["store broken"] += 1
            print("store broken:", page.evaluate("phone.who()"), file=sys.stderr, flush=True)
            self.kill()
            page = self._signed_in(username)
        if not page.locator("html[data-ready]").count():
            raise RuntimeError(f"{username} has signed in, and {page.url} stays shut: {page.evaluate('phone.who()')}")
        self.jars[username] = self.context.cookies()
        self.close(page)

    def _signed_in(self, username: str) -> Page:
        if not self.is_running():
            self.start()
        self.context.clear_cookies()
        page = self._blank_tab(is_full=False)  # who signs in on a full phone makes room first, as it says
        self.phone.sign_in(page, username)
        with suppress(TimeoutError):
            page.wait_for_selector("html[data-ready]")  # a new version may begin the page anew
        return page

    def sign_in_anew(self, username: str, world) -> None:
        """The person signs in, on a network that lets them."""
        with self.fair():
            world.server.live_on()
            world.revive()
            self.sign_in(username)

    def leave(self) -> None:
        """Sign out through the phone's own page; unsent work stays under its owner."""
        for patience in (5000, PATIENCE):  # a new version that comes just now begins the page anew
            page = self.new_tab("/phone/outbox")
            page.wait_for_selector(f"html[data-ready], {SHUT}")
            if page.is_visible(SHUT):
                break  # the page that a new version began anew has brought the leaving to its end
            page.evaluate("() => { import('/static/js/offline/shell.js').then(shell => shell.goAway('')); }")
            with suppress(TimeoutError):
                page.wait_for_url("**/login*", timeout=patience)
                break
            self.close(page)
        self.close(page)
        self.jars.pop(self.username, None)

    def install(self) -> None:
        """The first visit: the worker comes and takes charge."""
        page = self.context.new_page()
        page.goto("/phone/outbox")
        page.wait_for_selector("html[data-ready]")
        page.wait_for_function(IN_USE, timeout=60000)
        self.close(page)

    def close(self, page: Page) -> None:
        """Close a tab. A watched browser that is changing its worker may hang for ever: its battery dies."""
        self._or_die(page, page._impl_obj.close(None, None))

    def clear_weather(self) -> None:
        """Network, storage and clock as they should be."""
        self.network.choose = lambda passing: None
        self.offline(False)
        self.fill(False)

    def offline(self, is_so: bool) -> None:
        """Aeroplane mode. A watched browser whose worker has just given up may hang for ever: its battery dies."""
        if self.is_offline != is_so:
            self.is_offline = is_so
            if self.is_running():
                self._or_die(self.context, self.context._impl_obj.set_offline(is_so))

    def _or_die(self, whose, doing) -> None:
        try:
            whose._sync(asyncio.wait_for(doing, STUCK))
        except builtins.TimeoutError:
            self.network.met["browser hung"] += 1
            self.kill()

    def fill(self, is_so: bool) -> None:
        """No room for anything more, or room again."""
        if self.is_full != is_so:
            self.is_full = is_so
            quota = {"quotaSize": 1} if is_so else {}
            self.devtools.send("Storage.overrideQuotaForOrigin", {"origin": self.phone.address, **quota})
            for page in self.tabs.values():
                with suppress(BrowserError):
                    page.evaluate("isSo => { storageFull(isSo); }", is_so)

    def shift(self, days: int) -> None:
        """The phone's clock is wrong by so many days from now on."""
        self.days = days
        for page in self.tabs.values():
            with suppress(BrowserError):
                page.evaluate(SHIFT % days)

    def shut(self, tab: int | None = None) -> None:
        """Close one tab, or all, without asking it."""
        for each in [tab] if tab is not None else list(self.tabs):
            page = self.tabs.pop(each, None)
            with suppress(BrowserError):
                if page:
                    self.close(page)

    def kill(self) -> None:
        """The battery is dead."""
        self.tabs = {}
        self.phone.kill()

    def new_tab(self, address: str) -> Page:
        """A tab at the address; not loaded yet when this returns. A browser that hangs is begun anew, once."""
        if not self.is_running():
            self.start()
        try:
            return self._tab_at(address)
        except TimeoutError:
            self.network.met["browser hung"] += 1
            self.kill()
            self.start()
            return self._tab_at(address)

    def _tab_at(self, address: str) -> Page:
        page = self._blank_tab(self.is_full)
        page.goto(address, wait_until="commit", timeout=STUCK * 1000)
        return page

    def _blank_tab(self, is_full: bool) -> Page:
        """A tab with the clock of the phone, and with room or without."""
        page = self.context.new_page()
        if self.days:
            page.add_init_script(SHIFT % self.days)
        if is_full:
            page.add_init_script("storageFull(true)")
        return page

    def form(self, tab: int) -> tuple[Page | None, str]:
        """The open form in that tab and "form", or None and why there is none now."""
        if not self.is_running():
            self.start()
        page = self.tabs.get(tab)
        if page and not page.is_closed() and "/forms/" in page.url:
            return page, "form"
        self.shut(tab)
        return self._open(tab)

    def _open(self, tab: int) -> tuple[Page | None, str]:
        address = f"/forms/{self.version}#{self.draft or 'task=' + self.task}"
        page, arrived = None, "lost"
        try:
            page = self.new_tab(address)
            arrived = page.wait_for_function(ARRIVED, timeout=PATIENCE).json_value()
        except BrowserError as error:
            arrived = f"lost: {str(error).splitlines()[0]}"
        if arrived == "form":
            self.tabs[tab] = page
            self.draft = page.evaluate("location.hash.slice(1)")
            return page, "form"
        with suppress(BrowserError):
            if page:
                self.close(page)
        return None, arrived

    @contextmanager
    def fair(self):
        """For a moment the network is sound."""
        before, was_offline = self.network.choose, self.is_offline
        self.network.choose = lambda passing: None
        self.offline(False)
        try:
            yield
        finally:
            self.network.choose = before
            self.offline(was_offline)

    @contextmanager
    def breaking_off(self, requests: int):
        """The network is sound for so many requests, and lets nothing more through."""
        before, left = self.network.choose, iter(range(requests))
        self.network.choose = lambda passing: None if next(left, None) is not None else ("request_lost", None)
        try:
            yield
        finally:
            self.network.choose = before

    def ask(self, script: str, given=None):
        """Let a page of the phone do it; one that begins anew meanwhile, for a new version, is asked again."""
        for _ in range(3):
            page = self.any_page() or self.outbox()
            try:
                return page.evaluate(script, given)
            except BrowserError:
                self.shut(9)
        return self.outbox().evaluate(script, given)

    def any_page(self) -> Page | None:
        """A page of the phone that is open now."""
        for page in self.tabs.values():
            with suppress(BrowserError):
                if not page.is_closed() and page.evaluate(
                    "Boolean(globalThis.phone && document.querySelector('[data-ready]'))"
                ):
                    return page
        return None

    def outbox(self) -> Page:
        """The outbox, open in a tab of its own; any tab that is open already stays."""
        page = self.tabs.get(9)
        if page is None or page.is_closed() or "/phone/outbox" not in page.url:
            page = self.tabs[9] = self.new_tab("/phone/outbox")
            page.wait_for_selector(f"html[data-ready], {SHUT}")
            if page.is_visible(SHUT):
                self.shut(9)
                raise SignInWanted
        return page
