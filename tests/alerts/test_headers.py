"""Headers come back as they were written, however long, in both languages."""

from __future__ import annotations

import random
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import SMTP, default
from email.utils import formataddr, parseaddr

import pytest

from monitor.alerts.headers import blank

SYLLABLES = ("да", "ре", "шён", "щит", "an", "tic", "(10)", "«я»", "—", "x")


def written(header: str, value: str) -> bytes:
    letter = blank()
    letter[header] = value
    letter.set_content("Hello")
    raw = letter.as_bytes(policy=SMTP)
    assert max(map(len, raw.split(b"\r\n"))) < 998  # RFC 5322 §2.1.1
    return raw


def words(dice: random.Random, most: int) -> str:
    return " ".join("".join(dice.choices(SYLLABLES, k=dice.randint(2, 5))) for _ in range(dice.randint(1, most)))


@pytest.mark.parametrize("seed", range(200))
def test_no_space_is_lost_or_found(seed):
    subject = words(random.Random(seed), 14)
    assert message_from_bytes(written("Subject", subject), policy=default)["Subject"] == subject
    name = words(random.Random(seed), 6).replace("(10)", "x").replace("—", "я")
    # the new reader puts a space between the encoded words of a name; mail programs and the old one do not
    shown, address = parseaddr(message_from_bytes(written("To", formataddr((name, "anna@town.test"))))["To"])
    assert (str(make_header(decode_header(shown))), address) == (name, "anna@town.test")


@pytest.mark.parametrize("header", ["References", "In-Reply-To"])
def test_a_message_id_longer_than_a_line_stays_one(header):
    long = f"<{'AM0PR04MB' * 9}@prod.outlook.test>"
    assert f"{header}: {long}\r\n".encode() in written(header, long)
    assert f"{header}: <1@x.test>\r\n {long}\r\n <2@x.test>\r\n".encode() in written(
        header, f"<1@x.test> {long} <2@x.test>"
    )
