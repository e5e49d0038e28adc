"""How a person fills the form: taps and typing, the same with script and without."""

import io

from PIL import Image

VALUES = {"A05": "520", "A06": "5.6", "A12": "15", "A16": "3"}


def photo(number: int) -> dict:
    """A JPEG of its own for a file field."""
    out = io.BytesIO()
    Image.new("RGB", (800, 600), (number * 37 % 256, 90, 140)).save(out, "JPEG")
    return {"name": f"photo{number}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def pick(page, name: str, value: str) -> None:
    """Tap the button of a choice, which is its label, and see that it took."""
    chosen = page.locator(f'[name="{name}"][value="{value}"]')
    page.locator("label", has=chosen).click()
    assert chosen.is_checked()


class Filling:
    """Answers every item of an open form; some fail as the test wants."""

    def __init__(self, page, failing=()):
        self.page, self.failing, self.photos = page, set(failing), 0

    def all(self, script: bool) -> None:
        """Fill every item that is asked."""
        for box in self.page.locator("[data-box]").all():
            if box.get_attribute("hidden") is None:
                self.one(box.get_attribute("data-box"), script)

    def one(self, code: str, script: bool) -> None:
        """Fill one item by whatever inputs it has."""
        page = self.page

        def has(name: str) -> int:
            return page.locator(f'[name="{code}-{name}"]').count()

        if has("option"):
            pick(page, f"{code}-option", page.locator(f'[name="{code}-option"]').first.get_attribute("value"))
        elif has("part1"):
            self.parts(code)
        elif has("seen"):
            self.paper(code, has)
        elif has("reading"):
            page.fill(f'[name="{code}-reading"]', VALUES[code])
        elif has("count"):
            page.fill(f'[name="{code}-count"]', VALUES[code])
        else:
            pick(page, f"{code}-state", "fail" if code in self.failing else "pass")
        if code in self.failing:
            page.fill(f'[name="{code}-note"]', f"{code} 现场所见")
        self.attach(code, 3 if code == "A04" else 2 if code == "A21" else 1, script)

    def paper(self, code: str, has) -> None:
        pick(self.page, f"{code}-seen", "yes")
        if has("valid_until"):
            self.page.fill(f'[name="{code}-valid_until"]', "2099-01-01")

    def parts(self, code: str) -> None:
        for each in self.page.locator(f'[name^="{code}-part"][value="yes"]').all():
            pick(self.page, each.get_attribute("name"), "yes")

    def attach(self, code: str, count: int, script: bool) -> None:
        shots = []
        for _ in range(count):
            self.photos += 1
            shots.append(photo(self.photos))
        self.page.set_input_files(f'[name="{code}-photos"]', shots)
        if script:
            self.page.wait_for_function(
                "([code, count]) => document.querySelectorAll(`[data-photos='${code}'] li.photo`).length >= count",
                arg=[code, count],
            )
