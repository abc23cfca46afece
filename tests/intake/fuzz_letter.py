"""Coverage-guided fuzzing of reading, classifying and matching letters and of the call doors: `make fuzz` (10 minutes).

    make fuzz SECONDS=3600

Any exception, or a letter that takes more than 5 s, is a fault; the input is left in a file `crash-…` or `timeout-…`.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import atheris

with atheris.instrument_imports(include=["monitor", "email", "quotequail"]):
    from monitor.domain.response import OpenVisit, VisitTable, classify, match
    from monitor.intake import calls
    from monitor.intake.letter import parse_letter

AT = datetime(2026, 1, 1, tzinfo=UTC)
VISIT = OpenVisit(
    id=1,
    site="s",
    token="t1",
    address="olga.petrova74@shopper.test",
    persona_name="Ольга Петрова",
    first_name="Ольга",
    submitted_at=AT,
    closes_at=None,
    site_domains=("firm.test",),
    ticket="A-4711",
    phone="+74990000001",
    message_ids=("first@firm.test",),
    answer_words=("цен", "price"),
    next_step_words=("call",),
    field_values=("Ольга Петрова", "How much is delivery?"),
    earlier_texts=("Thank you, we will be in touch.",),
)
VISITS = VisitTable([VISIT])


def one(raw: bytes) -> None:
    message = parse_letter(raw, door="fuzz", at=AT, trusted_host="mx.shopper.test", mail_domain="shopper.test")
    told = classify(message, VISIT)
    classify(message)
    match(message, VISITS, told.label)
    for parse in (calls.parse_generic, calls.parse_twilio, calls.parse_zadarma):
        try:
            parse(raw, "fuzz", AT)
        except calls.Refused:
            continue


if __name__ == "__main__":
    atheris.Setup([*sys.argv, "-timeout=5"], one)
    atheris.Fuzz()
