"""From a requirement to the items that an inspector could be asked. Pure; a person decides."""

import re
from dataclasses import replace

from checklists.reading.answer import Clause, Draft, Limit, Proof, Requirement
from checklists.reading.drafting.answers import by_limit, choice, is_for_each, tally
from checklists.reading.drafting.conditions import condition
from checklists.reading.drafting.consequences import act, articles, is_absolute, is_critical, is_sanction
from checklists.reading.drafting.facts import Fact, facts, goes_on
from checklists.reading.drafting.lists import installed
from checklists.reading.drafting.predicate import predicate
from checklists.reading.drafting.proof import proof
from checklists.reading.drafting.question import question, turned_case
from checklists.reading.drafting.words import ALLOWS, DUTY, FORBIDS, verbal

LONGEST = 2000  # letters; what runs on longer is a damaged table, and nothing that could be asked
AT_ONCE = re.compile(r"(?:应|及时|立即|同时)")


def drafts(sentence: str, modality: str, limits: list[Limit], heading: str | None = None) -> list[Draft]:
    """The items that a sentence suggests, in the order of print; none for what binds nobody.

    Of a permission only what it limits, and what must follow its use (并及时通报…), is asked. The heading
    of the clause helps where it names the number of a list (“六公开”) that the sentence is about.
    """
    if modality == "none" or len(sentence) > LONGEST:
        return []
    found = facts(sentence)
    owners = _owners(sentence, found, limits)
    made, standing, must = [], None, False
    for place, fact in enumerate(found):
        standing = condition(fact) or standing
        must = is_absolute(fact.words) or (must and goes_on(fact))
        own = [limit for limit, owner in owners if owner == place]
        if _asks(fact, own, modality):
            items = _items(sentence, fact, own, standing, None if place else heading)
            made += [_hardened(item, must) for item in items]
    return made


def _asks(fact: Fact, limits: list[Limit], modality: str) -> bool:
    """A permission asks nothing but its limits, and a stretch without a verb nothing at all."""
    text = verbal(fact.words)
    if FORBIDS.search(text) or limits:
        return True
    if modality == "permission" and not AT_ONCE.match(text):
        return False
    if ALLOWS.search(text) and not DUTY.search(text):
        return False
    return predicate(fact.words) is not None


def _owners(sentence: str, found: list[Fact], limits: list[Limit]) -> list[tuple[Limit, int | None]]:
    """Each limit with the place of the fact that it belongs to: the shortest one that prints it outside a condition."""
    owners, start = [], 0
    for limit in limits:
        at = sentence.find(limit.quote, start)
        start = max(start, at + 1)
        inside = [place for place, fact in enumerate(found) if _prints(sentence, fact, limit, at)]
        owners.append((limit, min(inside, key=lambda place: len(found[place].words), default=None)))
    return owners


def _prints(sentence: str, fact: Fact, limit: Limit, at: int) -> bool:
    # a day before which something is to be done leads to it: 2019年12月底前，各县要完成…
    begin, end = fact.span[0] + (0 if limit.kind == "calendar" else len(fact.lead)), fact.span[1]
    if not begin <= at or at + len(limit.quote) > end:
        return False
    names_a_case = limit.op in ("<", ">") or re.match(r"达到|超过|不足", limit.quote)
    return not (names_a_case and sentence[at + len(limit.quote) :].startswith("的"))


def _items(sentence: str, fact: Fact, limits: list[Limit], case: str | None, heading: str | None) -> list[Draft]:
    """The items of one fact: one for each limit, one for each thing set up, or a single one."""
    quote, after = sentence[slice(*fact.span)], sentence[fact.span[1] :]
    first = _item(fact, quote, limits[0] if limits else None, heading)
    first = replace(first, critical=is_critical(fact.words, after), condition=case)
    if limits:
        return [first, *(_of_limit(first, limit) for limit in limits[1:])]
    apart = [] if FORBIDS.search(fact.words) else _apart(fact, first)
    return [*_implied(fact, first), *(apart or [first])]


def _item(fact: Fact, quote: str, limit: Limit | None, heading: str | None) -> Draft:
    words = fact.words
    plain = Draft(question(fact), "verdict", False, quote, proof=proof(words))
    if limit:
        return replace(plain, answer=by_limit(limit), limit=limit)
    if chosen := choice(words):
        return replace(plain, answer="choice", members=chosen)
    if is_for_each(fact.lead + words):
        return replace(plain, answer="count")
    if found := tally(words, heading):
        figure, listed = found
        names = listed.names if listed else []
        return replace(plain, answer="count", limit=figure, members=names, proof=proof(words, len(names)))
    is_paper = plain.proof == Proof("document", 1) and not FORBIDS.search(words)
    return replace(plain, answer="document") if is_paper else plain


def _of_limit(first: Draft, limit: Limit) -> Draft:
    """A further figure of the same words."""
    return replace(first, answer=by_limit(limit), limit=limit, quote=limit.quote)


def _apart(fact: Fact, whole: Draft) -> list[Draft]:
    """设置排水沟及沉淀池: an item for each, that quotes its own words."""
    found = installed(fact.words)
    if not found:
        return []
    before, made = fact.words[: found.span[0]], []
    for place, name in enumerate(found.names):
        asked = question(replace(fact, words=before + name))
        quote = whole.quote[: whole.quote.rindex(name) + len(name)] if place == 0 else name
        made.append(replace(whole, question=asked, quote=quote))
    return made


def _implied(fact: Fact, whole: Draft) -> list[Draft]:
    """仍未达到要求的取消资格 asks of whom it strikes whether the requirement is met."""
    case = whole.condition
    if not case or not is_sanction(fact.words) or case not in whole.quote:
        return []
    asked = turned_case(case)
    return [Draft(asked, "verdict", True, case)] if asked else []


def weighed(requirements: list[Requirement], clauses: list[Clause]) -> list[Requirement]:
    """The requirements, where an item is critical if another sentence of the document punishes its breach.

    That is: the sentence names the item's article (违反第十条规定的，责令停业), or the act that the item forbids.
    """
    acts = {found for need in requirements for draft in need.drafts if (found := _punished(draft))}
    broken = {article for need in requirements for article in articles(need.text)}
    named = {clause.id for clause in clauses if broken.intersection(clause.path.split("/"))}
    return [_weighed(need, acts, need.clause in named) for need in requirements]


def _punished(draft: Draft) -> str | None:
    if draft.critical or not draft.condition or not is_sanction(draft.quote):
        return None
    return act(draft.condition)


def _weighed(need: Requirement, acts: set[str], named: bool) -> Requirement:
    harder = [not draft.critical and (named or _forbids(draft, acts)) for draft in need.drafts]
    if not any(harder):
        return need
    pairs = zip(need.drafts, harder, strict=True)
    return replace(need, drafts=[_hardened(draft, critical) for draft, critical in pairs])


def _hardened(draft: Draft, critical: bool) -> Draft:
    return replace(draft, critical=True) if critical and not draft.critical else draft


def _forbids(draft: Draft, acts: set[str]) -> bool:
    return any(each in draft.quote for each in acts) and bool(FORBIDS.search(draft.quote))
