"""What a browser calls itself, in two words that people know. Pure."""

from core.errors import N_

# The first that fits: browsers name those that they want to be taken for as well.
BROWSERS = (
    ("MicroMessenger", N_("微信")),
    ("HuaweiBrowser", N_("华为浏览器")),
    ("MiuiBrowser", N_("小米浏览器")),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Harmony", N_("鸿蒙")),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
UNKNOWN = N_("未知设备")


def device_names(said: str) -> list[str]:
    """The system and the browser, as far as they are known."""
    found = [next((name for mark, name in names if mark in said), None) for names in (SYSTEMS, BROWSERS)]
    return [name for name in found if name] or [UNKNOWN]
