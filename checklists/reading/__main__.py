"""The reader alone: python -m checklists.reading FILE prints the answer as JSON."""

import json
import sys
from pathlib import Path

from checklists.reading import read, to_json
from core.errors import DomainError


def main(path: str) -> int:
    """Read the file and print the answer; 2 and one sentence when it cannot be read."""
    try:
        answer = read(Path(path).name, Path(path).read_bytes())
    except OSError as failure:
        print(f"{path}：{failure.strerror}", file=sys.stderr)
        return 2
    except DomainError as error:
        print(error.text, file=sys.stderr)
        return 2
    print(json.dumps(to_json(answer), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[-1]))
