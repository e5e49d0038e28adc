"""A browser of WebKit, the nearest thing to an iPhone here, on a screen of its own."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.faults.server import PASSWORD

PATIENCE = 30
PHONE = (400, 780)

# Everything in the phone's store that is a File or a Blob, or holds one: store, then where.
NOT_BYTES = """
const done = arguments[0];
const walk = (value, where) => {
  if (value instanceof Blob) return [where];
  if (!value || typeof value !== "object" || value instanceof ArrayBuffer) return [];
  return Object.entries(value).flatMap(([name, each]) => walk(each, `${where}.${name}`));
};
const asked = (request) => new Promise((good, bad) => {
  request.onsuccess = () => good(request.result);
  request.onerror = () => bad(request.error);
});
(async () => {
  const db = await asked(indexedDB.open("tiaocha"));
  const found = [];
  for (const store of db.objectStoreNames)
    found.push(...walk(await asked(db.transaction(store).objectStore(store).getAll()), store));
  const kept = await asked(db.transaction("bytes").objectStore("bytes").getAll());
  db.close();
  done({ found, kept: kept.map(({ sha256, bytes }) => [sha256, Object.prototype.toString.call(bytes)]) });
})().catch((error) => done({ error: String(error) }));
"""


def browser_program() -> Path | None:
    """The browser that WebKit's driver starts, if it is installed."""
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    return found[0] if found else None


@contextmanager
def screen() -> Iterator[str]:
    """A screen that nobody sees; gives its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x900x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            number = said.readline().strip()  # comes once the screen takes connections
        if not number:
            raise RuntimeError("Xvfb does not start")
        yield f":{number}"
    finally:
        process.terminate()
        process.wait(20)


class Handset:
    """One browser and the hand that holds it."""

    def __init__(self, address: str, display: str):
        options = Options()
        options.binary_location = str(browser_program())
        options.add_argument("--automation")
        environment = {**os.environ, "DISPLAY": display, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        service = Service("/usr/bin/WebKitWebDriver", env=environment)
        self.address, self.driver = address, WebKitGTK(options=options, service=service)
        self.driver.set_window_size(*PHONE)
        self.driver.set_script_timeout(PATIENCE)

    def close(self) -> None:
        """Close the browser; what it stored is gone with it."""
        self.driver.quit()

    def new_window(self) -> None:
        """Open a second window of the same browser and look at it."""
        self.driver.switch_to.new_window("window")
        self.driver.set_window_size(*PHONE)

    def until(self, condition, why: str = ""):
        """Wait until the condition holds and give what it answers."""
        patient = WebDriverWait(self.driver, PATIENCE, 0.05, [StaleElementReferenceException])
        return patient.until(lambda driver: condition(), why)

    def find(self, selector: str) -> list[WebElement]:
        """All elements of that selector, now."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def see(self, selector: str) -> WebElement:
        """Wait for the element to be shown."""
        return self.until(lambda: next((each for each in self.find(selector) if each.is_displayed()), None), selector)

    def go(self, path: str, ready: str) -> None:
        """Open the page of that address and wait until it is ready."""
        self.driver.get(self.address + path)
        self.until(lambda: self.find(ready), f"{path}: {ready}")

    def tap(self, selector: str) -> None:
        """Tap what is shown, in the middle of the screen; what was drawn anew meanwhile is looked for again."""

        def click() -> bool:
            element = self.see(selector)
            self.driver.execute_script("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", element)
            element.click()
            return True

        self.until(click, selector)

    def write(self, selector: str, text: str) -> None:
        """Type into a field."""
        self.tap(selector)
        field = self.see(selector)
        field.clear()
        field.send_keys(text)

    def choose(self, name: str, value: str) -> None:
        """Tap the button of a choice, which is its label, and see that it took."""
        chosen = f'input[name="{name}"][value="{value}"]'
        self.tap(f"label:has({chosen})")
        self.until(lambda: self.find(chosen)[0].is_selected(), chosen)

    def stored(self) -> dict[str, str]:
        """What lies in the phone's store of bytes: hash → what it is. Nowhere in the store is a File or a Blob."""
        answer = self.driver.execute_async_script(NOT_BYTES)
        assert answer.get("found") == [], answer
        return dict(answer["kept"])

    def sign_in(self, username: str) -> None:
        """Sign in through the page, as a person does."""
        self.go("/login", "[name=username]")
        self.write("[name=username]", username)
        self.write("[name=password]", PASSWORD)
        self.tap("main form button")
        self.until(lambda: "/login" not in self.driver.current_url, "signed in")
