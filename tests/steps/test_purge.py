"""Nothing names the person any more, whatever it was wrapped in; what names others stays."""

from __future__ import annotations

import base64
import json
import os
import quopri
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select, text

from monitor.domain.programme import Channel
from monitor.intake.answers import SeenAnswer
from monitor.intake.person import person
from monitor.steps import House
from monitor.steps.answer import put_down
from monitor.steps.collect import collect
from monitor.steps.purge import purge_old, purge_person
from monitor.store import evidence, letters, visits
from monitor.store.statements import table
from monitor.store.tables import LetterRow
from monitor.testing.simulation import HandClock, open_simulation, programme_text, recipient, sent_visit

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
HER = "olga.petrova@пример.рф"
PUNY = "olga.petrova@xn--e1afmkfd.xn--p1ai"
SAID = f"Добрый день! Пишите Ольге: {HER}, или Olga.Petrova@Пример.РФ."
ASCII = "olga.petrova@alpha.example"


def body(content: bytes, transfer: str, charset: str, kind: str = "text/plain") -> bytes:
    """A letter with one body, wrapped as told."""
    wrapped = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring, "8bit": bytes}[transfer](content)
    head = f"From: Info <info@alpha.example>\r\nSubject: Re\r\nMIME-Version: 1.0\r\nContent-Type: {kind}; charset={charset}"
    return f"{head}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n".encode() + wrapped


def padded(words: str) -> str:
    """Beyond every excerpt."""
    return "Спасибо за ваше обращение. " * 400 + words


def attached(content: bytes, maintype: str, subtype: str) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "info@alpha.example", "Offer"
    letter.set_content("See the attachment.")
    letter.add_attachment(content, maintype=maintype, subtype=subtype, filename=f"offer.{subtype}")
    return letter.as_bytes()


def document(words: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{words}</w:t>")
    return file.getvalue()


def forwarded() -> bytes:
    inner = EmailMessage()
    inner["From"] = f"Ольга <{ASCII}>"
    inner.set_content("Words", cte="base64")
    outer = EmailMessage()
    outer["From"] = "info@alpha.example"
    outer.set_content("See below")
    outer.add_attachment(inner)
    return outer.as_bytes()


WRAPPED = {
    **{
        f"{transfer} {charset}": body(padded(SAID).encode(charset), transfer, charset)
        for transfer in ("base64", "quoted-printable", "8bit")
        for charset in ("utf-8", "koi8-r", "windows-1251")
    },
    "wrongly declared": body(padded(SAID).encode("koi8-r"), "base64", "utf-8"),
    "utf-16": body(padded(SAID).encode("utf-16"), "base64", "utf-16"),
    "utf-7": body(f"Write to {ASCII}".encode("utf-7"), "8bit", "utf-7"),
    "punycode": body(padded(PUNY.upper()).encode(), "base64", "utf-8"),
    "ascii": body(padded(ASCII).encode(), "base64", "utf-8"),
    "entities": body(b"<p>olga.petrova&#64;alpha.example</p>", "base64", "utf-8", "text/html"),
    "a link": body(
        b'<a href="mailto:olga.petrova%40alpha.example">write</a>', "quoted-printable", "utf-8", "text/html"
    ),
    "header": b"From: =?utf-8?B?"
    + base64.b64encode(f"Olga {ASCII}".encode())
    + b"?= <i@alpha.example>\r\n\r\nHello\r\n",
    "attached letter": forwarded(),
    "a letter as a file": attached(forwarded(), "application", "octet-stream"),
    "a card": attached(f"BEGIN:VCARD\r\nEMAIL:{ASCII}\r\n".encode(), "text", "vcard"),
    "a document": attached(document(ASCII), "application", "vnd.openxmlformats-officedocument"),
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = open_simulation(tmp_path, programme_text(["alpha", "beta"], extra=recipient("Anna")), HandClock(NOW))
    yield opened
    opened.store.close()


def seen(visit: str, note: str) -> SeenAnswer:
    return SeenAnswer(visit=visit, at=NOW, channel=Channel.PHONE, note=note)


def kept(house: House, key: str, raw: bytes) -> None:
    values = {"door": "d", "key": key, "at": NOW, "raw": raw, "body_sha256": key, "uid": ""}
    with house.store.writing() as connection:
        letters.keep(connection, {**values, "envelope_from": "info@alpha.example", "recipients": []})


@pytest.mark.parametrize("how", WRAPPED)
def test_a_letter_is_found_however_it_is_wrapped(how: str) -> None:
    found = [person(who).named_in(WRAPPED[how]) for who in (HER, PUNY, ASCII)]
    assert found == ([True, True, False] if HER in how or PUNY in how else found)
    assert any(found)
    assert not person("petrova@alpha.example").named_in(WRAPPED[how])
    assert not person("olga.petrova@alpha.exam").named_in(WRAPPED[how])


@pytest.mark.parametrize("spelled", ["+7 (499) 777-00-01", "8 499 7770001", "+7\u00a0499\u00a0777\u201100\u201101"])
def test_a_number_is_found_however_it_is_spelled(spelled: str) -> None:
    assert person("+74997770001").named_in(body(padded(spelled).encode(), "base64", "utf-8"))
    assert not person("+74997770002").named_in(body(padded(spelled).encode(), "base64", "utf-8"))
    assert not person("+7499777000").named_in(body(padded(spelled).encode(), "base64", "utf-8"))


def test_afterwards_nothing_names_her_and_what_names_others_is_whole(house: House, tmp_path: Path) -> None:
    visit = sent_visit(house, "alpha")
    other = sent_visit(house, "beta")
    folder = house.settings.evidence
    page = evidence.write(folder, "page", f"<p>Olga: {ASCII}</p>".encode(), "text/html", NOW)
    picture = evidence.write(folder, "after", b"her page as a picture", "image/jpeg", NOW)
    trace = evidence.write(folder, "trace", document(ASCII), "application/zip", NOW)
    theirs = evidence.write(folder, "page", b"<p>ivan@alpha.example</p>", "text/html", NOW)
    with house.store.writing() as connection:
        evidence.add(connection, visit.id, [page, picture, trace])
        evidence.add(connection, other.id, [theirs])
        facts = json.dumps([{"mail": ASCII}, {"mail": "ivan@alpha.example"}])
        connection.execute(
            text(
                "insert into observation (visit_id, name, value, evidence, probe_version) values (:v, 'contacts', :f, '', 1)"
            ),
            {"v": visit.id, "f": facts},
        )
        connection.execute(
            text("insert into done (key, at, by, note) values ('k', :at, :by, '')"), {"at": NOW, "by": ASCII}
        )
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "dossier.html").write_text(f"<p>{ASCII}</p>")
    (tmp_path / "reports" / "dossier.pdf").write_bytes(b"%PDF")
    (tmp_path / "reports" / "week.html").write_text("<p>ivan@alpha.example</p>")
    (tmp_path / "shopper.db.before-0000").write_bytes(ASCII.encode())
    for key, raw in WRAPPED.items():
        kept(house, key, raw.replace(b"To:", b"X:"))
    kept(house, "his", body(padded("ivan.olga.petrova@alpha.example").encode(), "8bit", "utf-8"))
    collect(house)
    put_down(house, [seen(visit.token, f"Olga rang: {ASCII}")])

    done = [purge_person(house, who) for who in (HER, ASCII)]

    assert sum(one.letters for one in done) == len(WRAPPED) + 1
    assert sum(one.files for one in done) == 6
    assert sorted(file.name for file in (tmp_path / "reports").iterdir()) == ["week.html"]
    assert (folder / theirs.path).is_file()
    assert named_anywhere(house, tmp_path) == []
    with house.store.reading() as connection:
        raws = {row.key: bool(row.raw) for row in connection.execute(select(table(LetterRow)))}
        (contacts,) = (one.value for one in visits.one(connection, visit.id).observations if one.name == "contacts")
    assert raws == {key: key == "his" for key in raws}
    assert contacts[1] == {"mail": "ivan@alpha.example"}
    assert purge_person(house, ASCII).letters == 0


def named_anywhere(house: House, folder: Path) -> list[str]:
    """Every way the name could still lie in a file, the database's own files among them."""
    house.store.close()
    local = "olga.petrova@"
    shapes = {base64.b64encode(f"{pad}{local}".encode())[4:-4] for pad in ("", "x", "xx")}
    shapes |= {local.encode(), local.upper().encode(), b"lga.petrova=40", b"petrova&#64;", local.encode("utf-16-le")}
    shapes |= {b"olga.petrova%40"}
    found = []
    for file in folder.rglob("*"):
        data = file.read_bytes() if file.is_file() else b""
        if file.name.startswith("shopper.db"):
            data = data.replace(b"ivan.olga", b"")
        found += [f"{shape!r} in {file.name}" for shape in shapes if shape in data]
    return found


def test_old_words_and_files_of_every_kind_go(house: House, tmp_path: Path) -> None:
    clock = house.now
    assert isinstance(clock, HandClock)
    visit = sent_visit(house, "alpha")
    put_down(house, [seen(visit.token, "They rang and said 120 pounds")])
    lost = evidence.write(house.settings.evidence, "page", b"of a process that died", "text/html", NOW)
    mine = evidence.write(house.settings.evidence, "page", b"of a visit", "text/html", NOW)
    copy = tmp_path / "shopper.db.before-0000"
    copy.write_bytes(b"an old database")
    for file in (house.settings.evidence / lost.path, house.settings.evidence / mine.path, copy):
        os.utime(file, (NOW.timestamp(), NOW.timestamp()))
    clock.forward(days=121)
    with house.store.writing() as connection:
        evidence.add(
            connection, visit.id, [evidence.write(house.settings.evidence, "page", b"of a visit", "text/html", clock())]
        )
    done = purge_old(house)
    assert (done.letters, done.files) == (1, 2)
    assert [file.read_bytes() for file in house.settings.evidence.rglob("*.html")] == [b"of a visit"]
    assert (purge_old(house).letters, purge_old(house).files) == (0, 0)


@pytest.mark.parametrize("told", ["Olga", "@alpha.example", "olga@", "12"])
def test_who_is_no_address_and_no_number_is_refused(house: House, told: str) -> None:
    with pytest.raises(ValueError, match="neither a mail address nor a phone number"):
        purge_person(house, told)
