"""One run: what the seed draws is done, the weather clears, everything comes to rest, and what must hold is checked."""

import time
import traceback
from dataclasses import dataclass

from playwright.sync_api import Error as BrowserError

from tests.faults.doing import Doing
from tests.faults.drawing import Drawn
from tests.faults.handset import Handset, SignInWanted
from tests.faults.holdings import Holdings
from tests.faults.invariants import check, found_conflicts, found_false_word
from tests.faults.model import Model
from tests.faults.totals import Totals, kind_of
from tests.faults.working import Work
from tests.faults.world import World

BROKE_OFF = "the run broke off"
LONGEST = 45  # seconds until everything must have come to rest; the bad network keeps a request for up to 30


@dataclass
class Run:
    """The run of one seed."""

    world: World
    drawn: Drawn
    totals: Totals

    def go(self) -> list[str]:
        """Everything that was found wrong."""
        task, version, made_at = self.world.office.new_task()
        self.model = Model(task)
        second = {"partner": ["jiancha1"], "same": ["jiancha"]}.get(self.drawn.partner, [])
        people = ["jiancha", *second]
        handsets = self.world.handsets[: len(people)]
        self.world.server.live_on()
        self.world.revive()
        for handset, person in zip(handsets, people, strict=True):
            handset.begin(person, task, version)
        work = Work(self.model, self.drawn.seed, self.world.items_of(version), self._look)
        doing = Doing(self.world, work, handsets, people, self.drawn.seed)
        self._act(doing)
        phones = [self._settle(handset, person) for handset, person in zip(handsets, people, strict=True)]
        held = self.world.reader.of_task(task)
        found = check(self.model, held, phones, made_at) + self.world.unsound(thorough=self.drawn.seed % 20 == 0)
        for handset in handsets:
            found += [f"two at once: {path} was sent twice at the same time" for path in handset.network.together]
            handset.network.together.clear()
        self._count(found, held, phones)
        return found + (_standing(phones) if found else [])

    def _act(self, doing: Doing) -> None:
        if self.drawn.days:
            doing.handsets[0].shift(self.drawn.days)
        for handset in doing.handsets:  # before the weather begins, each opens the task once
            doing.look(handset)
        for act in self.drawn.acts:
            began = time.monotonic()
            self.totals.drawn[act.name] += 1
            self.totals.met[act.name] += bool(doing.one(act))
            self.totals.time[act.name] += time.monotonic() - began
            if self.model.broken:  # proven; on a phone that no longer opens each further act would only wait
                return

    def _look(self, draft: str) -> None:
        """The page has just said that all is received."""
        held = self.world.reader.of_task(self.model.task)
        self.model.broken += found_false_word(self.model, draft, held)

    def _settle(self, handset: Handset, person: str) -> dict:
        if not handset.is_running():
            handset.start()
        handset.clear_weather()
        self.world.server.live_on()
        self.world.revive()
        if person not in handset.jars or handset.username != person:
            handset.sign_in(person)
        if not self._comes_to_rest(handset):
            handset.sign_in(person)
            handset.ask("seconds => phone.untilRest(seconds)", LONGEST)
        return handset.ask("() => phone.hold()")

    def _comes_to_rest(self, handset: Handset) -> bool:
        """Whether everything could be sent, but for a person who has to sign in first."""
        try:
            rests = handset.ask("seconds => phone.untilRest(seconds)", LONGEST)
            return rests or (handset.ask("() => phone.hold()")["error"] or {}).get("code") != "sign_in"
        except SignInWanted:
            return False

    def _count(self, found: list[str], held: Holdings, phones: list[dict]) -> None:
        counts, model = self.totals.counts, self.model
        acked = {visit["id"]: visit["acked_seq"] for phone in phones for visit in phone["visits"]}
        for name, kept in (("answer", model.answers), ("photo", model.photos)):
            rows = [row for row in held.entries if row["kind"] == name]
            counts[f"kept {name}s"] += len(kept)
            counts[f"sent {name}s"] += len(rows)
            counts[f"received {name}s"] += sum(row["seq"] <= acked.get(row["draft_id"], 0) for row in rows)
        conflicts = found_conflicts(held)
        counts["conflicts made"] += len(conflicts)
        counts["conflicts visible"] += sum(visible for _, _, visible in conflicts)
        counts["visits"] += len(held.inspections)
        counts["held packets"] += sum(row["outcome"] == "held" for row in held.packets)
        for sentence in found:
            counts[kind_of(sentence)] += 1


def _standing(phones: list[dict]) -> list[str]:
    """What the phones say themselves of what they have not sent."""
    packets = [packet for phone in phones for packet in phone["packets"]]
    shown = ("draft", "state", "first", "last", "error")
    told = [f"on the phone: {phone['account']} {phone['error']}" for phone in phones]
    return told + [f"on the phone: { {name: packet[name] for name in shown} }" for packet in packets]


def run(world: World, drawn: Drawn, totals: Totals) -> list[str]:
    """Do the run; one that breaks off proves nothing and is begun once more, which the totals count."""
    found = _attempt(world, drawn, totals)
    if found and not is_proof(found):
        totals.counts["begun again"] += 1
        found = _attempt(world, drawn, totals)
    return found


def is_proof(found: list[str]) -> bool:
    """Whether a rule was broken, and not the run itself."""
    return any(not said.startswith(BROKE_OFF) for said in found)


def _attempt(world: World, drawn: Drawn, totals: Totals) -> list[str]:
    try:
        return Run(world, drawn, totals).go()
    except (BrowserError, RuntimeError, AssertionError, KeyError, TypeError) as error:
        place = "".join(traceback.format_exception(error, limit=-24))
        return [f"{BROKE_OFF}: {error}\n{place}"]
