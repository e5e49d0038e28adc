"""The form is quick and light: one read opens it; a second visit asks the network for nothing, a first for little."""

import pytest

from tests.journeys.phone_store import at_home, take_first

pytestmark = pytest.mark.browser

# Counts what is read of the phone's store until the form is ready.
COUNT_READS = """
  window.reads = [];
  const isReady = () => document.querySelector('[data-ready]');
  const transaction = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, ...rest) {
    if (!isReady()) window.reads.push([].concat(stores).sort().join());
    return transaction.call(this, stores, ...rest);
  };
"""


@pytest.fixture
def begun(person):
    """A phone with one task taken along and its visit begun; its address is under `form`."""
    page = person("jiancha")
    at_home(page)
    take_first(page)
    page.locator("[data-begin]").first.click()
    page.wait_for_selector("[data-ready]")
    page.form = page.url
    return page


def test_opening_the_form_in_aeroplane_mode_is_one_read(begun):
    begun.context.set_offline(True)
    fresh = begun.context.new_page()
    fresh.add_init_script(COUNT_READS)
    fresh.goto(begun.form)
    fresh.wait_for_selector("[data-ready]")
    assert fresh.evaluate("window.reads") == ["settings,tasks,visits"]
