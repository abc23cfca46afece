"""Coverage-guided fuzzing of the letter parser and the classifier, for as long as you like.

    pip install atheris
    python tests/intake/fuzz_letter.py corpus/ tests/intake/letters/*/ -max_total_time=600

Any exception, or a letter that takes more than 2 s, is a fault; the input is left in a file `crash-…`.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import atheris

with atheris.instrument_imports(include=["monitor", "email"]):
    from monitor.domain.response import classify
    from monitor.intake.letter import parse_letter

AT = datetime(2026, 1, 1, tzinfo=UTC)


def one(raw: bytes) -> None:
    classify(parse_letter(raw, door="fuzz", at=AT, trusted_host="mx.shopper.test", mail_domain="shopper.test"))


if __name__ == "__main__":
    atheris.Setup([*sys.argv, "-timeout=2"], one)
    atheris.Fuzz()
