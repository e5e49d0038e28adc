"""What journeys put into and read from the phone's store, through the phone's own modules."""

IN_USE = """async () => {
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller)
    await new Promise(done => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
}"""

BEGIN = """async ([version, name]) => {
  const { begin } = await import('/static/js/offline/visits.js');
  const { signedIn } = await import('/static/js/offline/account.js');
  return begin({ account: await signedIn(), task: null, site: { id: '01HZZZZZZZZZZZZZZZZZZZZZZZ', name }, version });
}"""

ANSWER = """async ([draft, item, inputs]) => {
  const visits = await import('/static/js/offline/visits.js');
  const visit = await visits.load(draft);
  await visits.setAnswer(visit, item, inputs);
}"""


def at_home(page) -> None:
    """The phone's start page, its worker in charge and its account remembered."""
    page.goto("/phone")
    page.wait_for_selector("html[data-ready]")
    page.evaluate(IN_USE)


def form_address(page) -> str:
    """The form of the first task's checklist."""
    page.goto("/tasks")
    page.get_by_role("link", name="辛集镇配送点").click()
    page.get_by_role("button", name="开始或继续检查").click()
    page.wait_for_url("**/forms/*")
    return page.url.split("#")[0].removeprefix(page.url.split("/forms/")[0])


def keep_form(page, address: str) -> None:
    """Put the form where taking along puts it."""
    page.evaluate("async address => (await caches.open('tiaocha-forms')).add(address)", address)


def begin(page, address: str, name: str = "辛集镇配送点") -> str:
    """A visit on this phone that nobody planned."""
    return page.evaluate(BEGIN, [address.rsplit("/", 1)[1], name])


def answer(page, draft: str, item: str, inputs: dict) -> None:
    """One answer of it."""
    page.evaluate(ANSWER, [draft, item, inputs])
