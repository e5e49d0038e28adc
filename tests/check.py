"""`./tiaocha check`: what can be said of the code without running it. Each check prints one line; all must hold."""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests import words

ROOT = Path(__file__).parents[1]
PRODUCT = ["core", "accounts", "checklists", "inspections", "installation", "app.py", "wsgi.py"]
# Errors that the type checker still finds. The number may only fall: whoever mends some writes the new one here.
TYPE_ERRORS = 275
# The scripts, what their checker and linter are told, and the errors known, whose number may only fall as well.
STATIC = ROOT / "static"
TOLD = f"--config={ROOT / 'tests/scripts.json'}"
SCRIPT_ERRORS = 38
# Exports that only the tests of the scripts import.
EXPORTED_FOR_TESTS = {"chain.verify", "journal.due", "lock.locked", "place.watch", "rescue.read", "scan.scan"}
EXPORTED_FOR_TESTS |= {"shrink.readTaken", "takealong.sizes"}
EXPORTED_FOR_TESTS |= {"preview.findingsVerdict", "preview.gatesVerdict"}
# Pure rules in which every type is said; of the reader structure/, drafting/ and formats/, the answer kinds and the
# entries of a visit, which ask them, are to follow.
STRICT = ["inspections/scoring", "inspections/planning/deadlines.py", "checklists/authoring/conditions.py"]
STRICT += [f"core/{name}.py" for name in ("errors", "numbers", "working_days")]
STRICT += [f"accounts/{name}.py" for name in ("audit_chain", "passwords", "two_people")]
STRICT += ["checklists/standards/validity.py", "inspections/visits/states.py", "inspections/visits/standing.py"]
STRICT += ["inspections/visits/words.py", "inspections/visits/proof.py", "checklists/authoring/packs.py"]
STRICT += ["checklists/reading/duties", "inspections/filling/sync/payloads.py"]
STRICT += [f"inspections/filling/sync/{name}.py" for name in ("chain", "clocks", "keys", "merging", "receipts")]
# Functions that a registry holds, by the decorator that puts them there.
REGISTERED = [
    "@*.get",
    "@*.post",
    "@*.put",
    "@*.patch",
    "@*.route",
    "@*.command",
    "@*.rule",
    "@names",
    "@questions",
    "@check",
    "@*.listens_for",
]
REGISTERED += ["@*handler*", "@*.app_*", "@*.before_*", "@*.after_*", "@*.user_loader", "@*.teardown_*"]
REGISTERED += ["@app.url_defaults"]
# Called by a library, by a name that is put together (entries of a phone's chain), or by a test of round trips.
CALLED_FROM_OUTSIDE = ["get_id", "is_active", "process_*", "handle_accept", "post_validate", "downgrade"]
CALLED_FROM_OUTSIDE += ["_attribute", "_withdraw", "_signature", "export_pack"]


def _run(*command: str) -> subprocess.CompletedProcess:
    alone = {**os.environ, "NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1"}
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, env=alone)


def lint() -> str | None:
    """What ruff finds wrong."""
    run = _run("ruff", "check", ".")
    return run.stdout if run.returncode else None


def layout() -> str | None:
    """The files that ruff would lay out otherwise."""
    run = _run("ruff", "format", "--check", ".")
    return run.stdout if run.returncode else None


def types() -> str | None:
    """Whether the type checker finds as many errors as are known: one more is new, one less lowers the number."""
    run = _run("mypy", *PRODUCT)
    return judge_types(run.stdout, TYPE_ERRORS)


def strict_types() -> str | None:
    """What the type checker finds in the pure rules when every type has to be said."""
    run = _run("mypy", "--strict", "--follow-imports=silent", *STRICT)
    return run.stdout if run.returncode else None


def judge_types(said: str, known: int, number: str = "TYPE_ERRORS") -> str | None:
    """What is wrong with the number of errors in a type checker's last line; `number` holds what is known."""
    counted = re.search(r"Found (\d+) errors?", said)
    found = int(counted[1]) if counted else 0
    if not counted and "Success" not in said:
        return said
    if found < known:
        return f"{found} errors are left of {known}: lower {number} in tests/check.py to {found}"
    return f"{said}\n{found} errors, {known} are known" if found > known else None


def dead_names() -> str | None:
    """The functions, classes and imports that nothing of the product names."""
    seen = (f"--ignore-decorators={','.join(REGISTERED)}", f"--ignore-names={','.join(CALLED_FROM_OUTSIDE)}")
    said = _run("vulture", *PRODUCT, "migrations", "--min-confidence=60", *seen).stdout
    dead = [line for line in said.splitlines() if re.search(r"unused (function|class|import|method|property)", line)]
    return "\n  ".join(["named by nothing:", *dead]) if dead else None


def script_lint() -> str | None:
    """What deno's linter finds wrong in the scripts."""
    run = _run("deno", "lint", "--compact", TOLD, str(STATIC))
    return run.stderr if run.returncode else None


def script_types() -> str | None:
    """Whether TypeScript, which deno carries, finds as many errors in the scripts as are known."""
    run = _run("deno", "check", "--quiet", "--no-lock", TOLD, str(STATIC / "js"))
    found = re.findall(r"^TS\d+ \[ERROR\]", run.stderr, re.MULTILINE)
    counted = f"\nFound {len(found)} errors" if found or not run.returncode else ""
    return judge_types(run.stderr + counted, SCRIPT_ERRORS, "SCRIPT_ERRORS")


def _listed(names: str) -> list[list[str]]:
    return [each.split() for each in names.split(",") if each.strip()]


def _imported(path: Path, text: str) -> Iterator[tuple[Path, str]]:
    """What a script imports: (module, name). Of a module fetched on the way it may take any name that it says."""
    for names, whole, module in re.findall(r'(?:import|export) (?:\{([^}]*)\}|\* as (\w+)) from "([^"]+)"', text):
        taken = re.findall(rf"\b{whole}\.([\w$]+)", text) if whole else [said[0] for said in _listed(names)]
        yield from (((path.parent / module).resolve(), name) for name in taken)
    for module in re.findall(r'import\("([^"]+)"\)', text):
        yield from (((path.parent / module).resolve(), name) for name in set(re.findall(r"[\w$]+", text)))


def dead_exports() -> str | None:
    """The names that a script exports and no other imports."""
    scripts = {path.resolve(): path.read_text() for path in sorted((STATIC / "js").rglob("*.js"))}
    taken = {each for path, text in scripts.items() for each in _imported(path, text)}
    dead = set()
    for path, text in scripts.items():
        names = re.findall(r"^export (?:async )?(?:function\*?|const|let|class) ([\w$]+)", text, re.MULTILINE)
        lists = re.findall(r"^export \{([^}]*)\}", text, re.MULTILINE)
        names += [said[-1] for each in lists for said in _listed(each)]
        dead |= {f"{path.stem}.{name}" for name in names if (path, name) not in taken}
    wrong = [f"imported by no script: {each}" for each in sorted(dead - EXPORTED_FOR_TESTS)]
    wrong += [f"not for tests alone: {each}" for each in sorted(EXPORTED_FOR_TESTS - dead)]
    return "\n  ".join(wrong) or None


def sentences() -> str | None:
    """Whether the catalogue is as `./tiaocha words` writes it, and whole."""
    if words.ENGLISH.read_bytes() != words.brought_up():
        return "the English catalogue is not up to the code: run ./tiaocha words"
    lacking = [sentence for sentence, english in words.english().items() if not english]
    return "\n  ".join(["without English:", *lacking]) if lacking else None


CHECKS: dict[str, Callable[[], str | None]] = {
    "lint": lint,
    "layout": layout,
    "sentences": sentences,
    "dead names": dead_names,
    "strict types of pure rules": strict_types,
    f"types ({TYPE_ERRORS} known errors)": types,
    "lint of the scripts": script_lint,
    "dead exports of the scripts": dead_exports,
    f"types of the scripts ({SCRIPT_ERRORS} known errors)": script_types,
}


def main(given: Sequence[str] = ()) -> int:
    """Print what holds and what does not; 1 where something does not."""
    argparse.ArgumentParser(prog="./tiaocha check", description=__doc__).parse_args(given)
    wrong = 0
    for name, check in CHECKS.items():
        fault = check()
        wrong += fault is not None
        print(f"{name}: {'holds' if fault is None else fault.strip()}", flush=True)
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
