"""One visit on one phone, its form opened as often as wanted, and what the phone has of it."""

import json

from tests.journeys.phone_store import at_home, begin, form_address

NOTE = '[name="A11-note"]'
KEPT = '[data-saved][data-state="saved"]'
JOURNAL = "() => localStorage.getItem('tiaocha-journal')"


class Form:
    """One visit on one phone without a network, opened on a page of its own as often as wanted."""

    def __init__(self, home, checklist: str = "洁净煤配送中心"):
        self.home, self.address = home, form_address(home, checklist)
        at_home(home)
        home.request.get(self.address)
        home.evaluate("async address => (await caches.open('tiaocha-forms')).add(address)", self.address)
        self.draft = begin(home, self.address)
        home.context.set_offline(True)

    def open(self, script: str = ""):
        page = self.home.context.new_page()
        if script:
            page.add_init_script(script)
        page.goto(f"{self.address}#{self.draft}")
        page.wait_for_selector("[data-fill][data-ready]")
        return page

    def journal(self) -> list:
        return json.loads(self.home.evaluate(JOURNAL) or "[]")

    def stored(self) -> dict:
        """The visit as it lies in the store."""
        script = "async draft => (await import('/static/js/offline/visits.js')).load(draft)"
        return self.home.evaluate(script, self.draft)

    def inputs_in_store(self, page, code: str = "A11") -> dict:
        """The answer at that item as it lies in the store."""
        item = page.locator(f'[data-box="{code}"]').get_attribute("data-item-id")
        return self.stored()["items"].get(item, {"inputs": {}})["inputs"]

    def note_in_store(self, page) -> str | None:
        return self.inputs_in_store(page).get("note")
