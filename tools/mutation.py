"""What a mutation run found: how many changed programmes the tests caught. Exit code 1 below nine in ten.

Run after `mutmut run` (make mutation does both). Survivors: `mutmut results`, `mutmut show NAME`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LEAST = 0.9


def main() -> int:
    subprocess.run([sys.executable, "-m", "mutmut", "export-cicd-stats"], check=True, capture_output=True)
    found = json.loads(Path("mutants/mutmut-cicd-stats.json").read_text(encoding="utf8"))
    caught, total = found["killed"] + found["timeout"], found["total"]
    print(f"{caught} of {total} changes were caught ({100 * caught / total:.1f} %), {found['survived']} survived")
    return 0 if total and caught >= LEAST * total else 1


if __name__ == "__main__":
    sys.exit(main())
