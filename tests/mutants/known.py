"""Mutants that no test can or need notice, each with the reason: (file, before, after) → reason."""

SYNC = "inspections/filling/sync"
KNOWN: dict[tuple[str, str, str], str] = {
    (
        f"{SYNC}/answers.py",
        "sentence = translate_error(error) if said == error.text else translate(said)",
        "sentence = translate_error(error) if not said == error.text else translate(said)",
    ): "equivalent: who refuses an entry says the same of its field as of the whole, so both ways give one sentence",
    (
        f"{SYNC}/services.py",
        "wait_for_turn()",
        "pass",
    ): "PostgreSQL only, where the same packet from many sides at once notices it; SQLite has one writer anyway",
}
