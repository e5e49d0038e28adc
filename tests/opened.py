"""What a browser would send of a page's form that was opened and not touched."""

import lxml.html

ONE_LINE = ("text", "search", "tel", "url", "email", "password", None)  # a browser drops line breaks from their values


def untouched(page: str, action: str | None = None) -> dict[str, list[str]]:
    """The values of the page's own form (or of the one that is sent to that address): field → what is sent."""
    forms = [form for form in lxml.html.fromstring(page).forms if _is_it(form, action)]
    sent: dict[str, list[str]] = {}
    for field in forms[0].iter("input", "select", "textarea"):
        for value in _sent(field) if field.get("name") else ():
            sent.setdefault(field.get("name"), []).append(value)
    return sent


def _is_it(form, action: str | None) -> bool:
    return form.get("action") == action and form.get("method") == "post"


def _sent(field) -> list[str]:
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n")]
    if field.tag == "select":
        options = field.findall(".//option")
        chosen = [option for option in options if option.get("selected") is not None]
        chosen = chosen or ([] if field.get("multiple") is not None else options[:1])
        return [option.get("value", option.text) for option in chosen]
    if field.get("type") in ("checkbox", "radio") and field.get("checked") is None:
        return []
    if field.get("type") in ("file", "submit", "button"):
        return []
    return [_in_one_line(field.get("value", "")) if field.get("type") in ONE_LINE else field.get("value", "")]


def _in_one_line(value: str) -> str:
    return value.replace("\r", "").replace("\n", "")
