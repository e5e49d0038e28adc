"""Work on the form: done by the hand in the page, and what the page said of it written into the model."""

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page

from tests.faults.drawing import Act
from tests.faults.handset import Handset
from tests.faults.model import Model
from tests.faults.pictures import photo

ON_ITEMS = {"tap": "answer", "read": "answer", "note": "answer", "photo": "photo", "withdraw": "withdraw"}


class Work:
    """Work of one run; every word that the page says goes through here."""

    def __init__(self, model: Model, seed: int, items: dict[str, str], look):
        self.model, self.seed, self.items, self.look = model, seed, items, look

    def do(self, act: Act, handset: Handset, page: Page) -> str:
        """Do it and wait for the word; "" when the page gave none."""
        draft = handset.draft
        try:
            said = page.evaluate(*self._call(act))
        except BrowserError as error:  # the page went away under it: the word did not come
            self._unheard(act, draft)
            self._stuck(act, str(error))
            if act.name == "submit" and self._left(page):
                self.model.submitted.add(draft)
                return "submitted"
            return ""
        if said is None:
            return "closed"
        self._heard(act, draft, handset, said)
        if said["word"] == "not_saved" and not handset.is_full:
            handset.shut(act.tab)  # as the page asks: load it again
        return said["word"]

    def start(self, act: Act, handset: Handset, page: Page) -> None:
        """Begin it and do not wait: it may happen or not."""
        script, arguments = self._call(act)
        self._unheard(act, handset.draft)
        page.evaluate(f"given => {{ ({script})(given); }}", arguments)

    def _call(self, act: Act) -> tuple[str, list]:
        if act.name == "photo":
            return "([code, bytes]) => hand.photo(code, bytes)", [act.item, photo(self.seed, act.number)[0]]
        if act.name in ("rest", "submit"):
            return f"() => hand.{act.name}()", []
        if act.name == "withdraw":
            return "([code]) => hand.withdraw(code)", [act.item]
        return "([name, code, value]) => hand.act(name, code, value)", [act.name, act.item, act.value]

    def _unheard(self, act: Act, draft: str) -> None:
        item = self.items.get(act.item, "")
        if act.name == "rest":
            for each in self.items.values():
                self.model.tried[draft, each, "answer"] += 1
        elif act.name == "withdraw":
            for each in self.items.values():
                self.model.withdrew(draft, each, None, None)
        elif act.name in ON_ITEMS:
            self.model.tried[draft, item, ON_ITEMS[act.name]] += 1

    def _heard(self, act: Act, draft: str, handset: Handset, said: dict) -> None:
        for done in said.get("done", []):
            self.model.answered(draft, done, done.get("word", said["word"]))
        if act.name == "photo":
            sha256 = photo(self.seed, act.number)[1]
            shown, account = sha256 in said["photos"], self.model.owners[draft]
            self.model.photographed(draft, said["item"], sha256, account, said["word"], shown)
            if said["photos"] and not shown:
                self.model.broken.append(f"lost: the page shows another photo than {sha256[:12]}")
        if act.name == "withdraw":
            self.model.withdrew(draft, said["item"], said["sha256"], said["gone"] or None)
        if said["differs"]:
            self.model.broken.append(
                f"falsely saved: the page says {said['word']}, shown and kept differ: {said['differs']}"
            )
        if said["word"] == "received":
            self.look(draft)

    def _stuck(self, act: Act, said: str) -> None:
        if "stuck:" in said:
            self.model.broken.append(f"stuck: {act}: {said.partition('stuck: ')[2].splitlines()[0]}")

    def _left(self, page: Page) -> bool:
        try:
            page.wait_for_url("**/phone/result*", timeout=2000)
        except BrowserError:
            return False
        return True
