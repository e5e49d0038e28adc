"""The faults of a run, each by its name; True when it was met, that is, when it had anything to act on."""

import random
import time
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Error as BrowserError

from tests.faults.drawing import Act
from tests.faults.handset import Handset, SignInWanted
from tests.faults.working import Work
from tests.faults.world import World

TERM = 30  # days that the phone works without seeing the server; its own clock counts them


class Doing:
    """One run's acts, in the world that it happens in."""

    def __init__(self, world: World, work: Work, handsets: list[Handset], people: list[str], seed: int):
        self.world, self.work, self.handsets, self.people = world, work, handsets, people
        self.draw = random.Random(seed)
        self.later: list[tuple[int, Callable]] = []  # what ends by itself, so many acts later

    def one(self, act: Act) -> bool:
        """Do one act."""
        handset = self.handsets[act.phone]
        if not handset.is_running():
            handset.start()
        doing = getattr(self, f"_{act.name}", None)
        met = doing(act, handset) if doing else self._work(act, handset)
        self._end_what_is_over()
        return met

    def look(self, handset: Handset) -> bool:
        """Open the form, nothing more."""
        return self._page(Act("look", self.handsets.index(handset)), handset) is not None

    def _end_what_is_over(self) -> None:
        self.later = [(left - 1, end) for left, end in self.later]
        for _, end in [each for each in self.later if each[0] < 0]:
            end()
        self.later = [each for each in self.later if each[0] >= 0]

    def _page(self, act: Act, handset: Handset):
        page, arrived = handset.form(act.tab)
        if page is None and arrived.startswith("lost"):
            with handset.fair():
                self.world.revive()
                page, arrived = handset.form(act.tab)
        if page is None and arrived == "out":
            handset.sign_in_anew(self.people[act.phone], self.world)
            page, arrived = handset.form(act.tab)
        if page is not None:
            self.work.model.owners.setdefault(handset.draft, self.world.ids[self.people[act.phone]])
        return page

    def _work(self, act: Act, handset: Handset) -> bool:
        page = self._page(act, handset)
        return page is not None and self.work.do(act, handset, page) not in ("", "closed")

    def _weather(self, act: Act, handset: Handset) -> bool:
        if act.value == "fair":
            handset.network.choose = lambda passing: None
            return True
        share, *kinds = act.value.split()
        chance = random.Random(f"{self.work.seed} {act}")
        handset.network.choose = lambda passing: (
            (chance.choice(kinds), chance) if chance.random() < float(share[:-1]) / 100 else None
        )
        return True

    def _reload(self, act: Act, handset: Handset) -> bool:
        handset.shut(act.tab)
        return self._page(act, handset) is not None

    def _wake(self, act: Act, handset: Handset) -> bool:
        page = self._page(act, handset)
        if page is None:  # handed in: the outbox sends
            return self._wake_outbox(act, handset)
        try:
            page.evaluate("phone.wake()")
            if page.evaluate("hand.said()") == "received":
                self.work.look(handset.draft)
        except BrowserError:
            return False
        return True

    def _wake_outbox(self, act: Act, handset: Handset) -> bool:
        try:
            handset.ask("() => phone.wake()")
        except SignInWanted:
            handset.sign_in_anew(self.people[act.phone], self.world)
            handset.ask("() => phone.wake()")
        return True

    def _interrupted(self, act: Act, handset: Handset) -> bool:
        page = self._page(act, handset)
        if page and act.inner:
            self.work.start(act.inner, handset, page)
        if page:
            time.sleep(act.number / 1000)  # the fault itself: so long the page still lives
        return page is not None

    def _close_page(self, act: Act, handset: Handset) -> bool:
        met = self._interrupted(act, handset)
        handset.shut(act.tab)
        return met

    def _kill_browser(self, act: Act, handset: Handset) -> bool:
        met = self._interrupted(act, handset)
        handset.kill()
        return met

    def _kill_server(self, act: Act, handset: Handset) -> bool:
        if self.world.server.is_dead():
            return False
        self.world.server.kill()
        self.later.append((act.number, self.world.revive))
        return True

    def _die_at(self, act: Act, handset: Handset) -> bool:
        """While a photo is sent, the server dies at that point; so it may also later, until the weather clears."""
        self.world.server.die_at(act.value, act.number)
        self._work(act.inner, handset)
        self._wake(act, handset)
        self.later.append((act.number % 3, self.world.revive))
        return self.world.server.is_dead()

    def _two_tabs(self, act: Act, handset: Handset) -> bool:
        """Both tabs are open on one draft and send what is new, at once."""
        pages = [self._page(Act("look", act.phone, tab), handset) for tab in (0, 1)]
        if None in pages:
            return False
        self.work.do(act.inner, handset, pages[0])
        try:
            for page in pages:  # both at once
                page.evaluate("() => { phone.wake(); }")
        except BrowserError:
            return False
        return True

    def _expire(self, act: Act, handset: Handset) -> bool:
        person = self.people[act.phone]
        self.world.expire(person)
        self.later.append((2, lambda: self._come_back(handset, person)))
        return True

    def _come_back(self, handset: Handset, person: str) -> None:
        if handset.is_running():
            handset.sign_in_anew(person, self.world)

    def _switch(self, act: Act, handset: Handset) -> bool:
        """Another person takes the phone, looks, sends, and gives it back."""
        person = self.people[act.phone]
        other = next(each for each in ("jiancha", "jiancha1") if each != person)
        drafts = [draft for draft, owner in self.work.model.owners.items() if owner == self.world.ids[person]]
        handset.shut()
        with handset.fair():
            self.world.server.live_on()
            self.world.revive()
            handset.leave()
            handset.sign_in_anew(other, self.world)
            before = self.world.sent(drafts)
            handset.ask("() => phone.wake()")
            seen = set(handset.ask("() => phone.mine()")) & set(drafts)
            if seen:
                self.work.model.broken.append(f"stranger: {other} sees drafts of {person}: {sorted(seen)}")
            if self.world.sent(drafts) != before and act.phone == 0 and len(self.handsets) == 1:
                self.work.model.broken.append(f"stranger: {other} sent what belongs to {person}")
            handset.shut()
            handset.leave()
            handset.sign_in_anew(person, self.world)
        return bool(drafts)

    def _quota(self, act: Act, handset: Handset) -> bool:
        handset.fill(True)
        self.later.append((act.number, lambda: handset.is_running() and handset.fill(False)))
        return True

    def _clock(self, act: Act, handset: Handset) -> bool:
        handset.shift(act.number)
        return True

    def _release(self, act: Act, handset: Handset) -> bool:
        """A new version of the worker comes while the form is open; the network may go in the middle of it."""
        page = self._page(act, handset)
        self.world.release += 1
        handset.network.release = self.world.release
        if page is None:
            return False
        try:
            met = self._bring(act.number, handset, page)
        except BrowserError:
            return False
        if act.number:
            self._lose_the_network(act, handset, page)
        return met

    def _bring(self, requests: int, handset: Handset, page) -> bool:
        if not requests:
            return page.evaluate("phone.update(false)")
        handset.devtools.send("Network.clearBrowserCache")  # every file must come over the network
        with handset.breaking_off(requests):
            return page.evaluate("phone.update(true)")

    def _aeroplane(self, act: Act, handset: Handset) -> bool:
        """No network at all."""
        page = self._page(act, handset)
        if page is None:
            return False
        self._lose_the_network(act, handset, page)
        return True

    def _lose_the_network(self, act: Act, handset: Handset, page) -> None:
        """Within the term the form that was open opens again, even if the system has taken the browser's own cache."""
        unheard = 0.0
        with suppress(BrowserError):  # a page that just begins anew
            unheard = page.evaluate("phone.unheard()")
        handset.shut()
        handset.devtools.send("Network.clearBrowserCache")
        handset.offline(True)
        page, arrived = handset.form(act.tab)
        if page is None and arrived != "closed" and not (arrived == "out" and unheard > TERM):
            self.work.model.broken.append(f"does not open without a network: {arrived}")
        self.later.append((1, lambda: handset.is_running() and handset.offline(False)))

    def _republish(self, act: Act, handset: Handset) -> bool:
        return self.world.office.republish()

    def _take_away(self, act: Act, handset: Handset) -> bool:
        return self.world.office.take_away(handset.task, self.people[act.phone])

    def _return(self, act: Act, handset: Handset) -> bool:
        """The supervisor sends an item back; the inspector takes the visit up again."""
        if not self.world.office.return_visit(handset.task, act.item):
            return False
        handset.shut()
        handset.draft = ""  # by the task, as from the list
        return self._page(act, handset) is not None
