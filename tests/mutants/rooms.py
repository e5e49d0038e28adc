"""The rooms whose rules are mutated, and the tests that belong to each."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Tables, look-ups and edges; what verifies the trail is tried by the tampering table, through the whole product.
NO_RULES = {f"{name}.py" for name in ("models", "queries", "views", "api", "naming", "memory", "verifying")}


@dataclass(frozen=True)
class Room:
    """Files and folders of rules, and of the tests about them; those that find most come first."""

    rules: tuple[str, ...]
    tests: tuple[str, ...]

    def files(self, root: Path = ROOT) -> Iterator[str]:
        """The files with rules, from the root."""
        for rule in self.rules:
            found = [root / rule] if rule.endswith(".py") else sorted((root / rule).rglob("*.py"))
            yield from (str(file.relative_to(root)) for file in found if file.name not in NO_RULES)

    def trials(self, root: Path = ROOT) -> list[str]:
        """The files with tests, each once; given as folders, pytest would put them in its own order."""
        found = (sorted((root / test).rglob("test_*.py")) or [root / test] for test in self.tests)
        return list(dict.fromkeys(str(file.relative_to(root)) for files in found for file in files))


REVIEW, SYNC = "inspections/review", "inspections/filling/sync"
ROOMS = {
    "scoring": Room(("inspections/scoring",), ("tests/inspections/scoring",)),
    "scope": Room(("accounts/scope.py",), ("tests/test_access.py",)),
    "working days": Room(("core/working_days.py",), ("tests/core/test_working_days.py",)),
    "review": Room(
        tuple(f"{REVIEW}/{name}.py" for name in ("services", "terms", "found", "eyes", "rescued/services")),
        (f"tests/{REVIEW}/test_services.py", f"tests/{REVIEW}/desk/test_eyes.py", f"tests/{REVIEW}"),
    ),
    "authoring": Room(
        ("checklists/authoring",), ("tests/checklists/authoring", "tests/inspections/visits/test_words.py")
    ),
    "sync": Room(
        (SYNC,),
        (
            *(f"tests/{SYNC}/test_{name}.py" for name in ("clocks", "merging", "contract", "refusals")),
            f"tests/{SYNC}",
            "tests/core/test_doctor.py",
        ),
    ),
}
