"""What journeys put into and read from the phone's store, through the phone's own modules."""

IN_USE = "() => navigator.serviceWorker.controller?.state === 'activated'"

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
    page.wait_for_function(IN_USE)


def form_address(page, checklist: str = "洁净煤配送中心") -> str:
    """The form of a checklist: the one for depots, or another by its name."""
    page.goto("/checklists")
    link = page.get_by_role("link", name=checklist).first.get_attribute("href")
    return f"/forms/{link.rsplit('/', 1)[1]}"


def take_first(page) -> None:
    """Take the first task along."""
    page.goto("/phone")
    page.locator("[data-take]").first.click()
    page.locator("[data-tasks] > li").first.get_by_text("已带走").wait_for()


def keep_form(page, address: str) -> None:
    """Put the form where taking along puts it."""
    page.evaluate("async address => (await caches.open('tiaocha-forms')).add(address)", address)


def begin(page, address: str, name: str = "辛集镇配送点") -> str:
    """A visit on this phone that nobody planned."""
    return page.evaluate(BEGIN, [address.rsplit("/", 1)[1], name])


def answer(page, draft: str, item: str, inputs: dict) -> None:
    """One answer of it."""
    page.evaluate(ANSWER, [draft, item, inputs])


def hand_in(page) -> None:
    """The one button at the bottom, which says so once nothing is lacking, and the summary before it."""
    page.locator("[data-next]", has_text="提交审核").click()
    page.locator("[data-submit]").click()


def answer_all_unable(page, draft: str) -> None:
    """Every item of it as one that could not be inspected, which needs no proof."""
    page.evaluate(
        """async draft => {
        const { get } = await import('/static/js/offline/db.js');
        const visits = await import('/static/js/offline/visits.js');
        const visit = await visits.load(draft);
        for (const { id } of (await get('versions', visit.version)).items)
          await visits.setAnswer(visit, id, { state: 'unable', note: '门锁着' }); }""",
        draft,
    )


def answer_first(page, draft: str, inputs: dict) -> None:
    """An answer to the first item of its checklist, which is on the phone."""
    page.evaluate(
        """async ([draft, inputs]) => {
        const { get } = await import('/static/js/offline/db.js');
        const visits = await import('/static/js/offline/visits.js');
        const visit = await visits.load(draft);
        const { items } = await get('versions', visit.version);
        await visits.setAnswer(visit, items[0].id, inputs); }""",
        [draft, inputs],
    )
