"""Answers put down by hand, letters decided by a person, letters read again."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from monitor.domain.visit import Visit
from monitor.store.statements import table
from monitor.store.tables import MessageRow, VerdictRow

HOUR = timedelta(hours=1)
LETTER = """From: {sender}
To: {to}
Subject: {subject}
Message-ID: <{key}@north.example>
Content-Type: text/plain; charset=utf-8

{text}
"""
UNCLEAR = "Здравствуйте! Ваше обращение принято, наш менеджер скоро с вами свяжется."


def letter(
    to: str, text: str, sender: str = "Зал <info@north.example>", subject: str = "Ответ", key: str = "a"
) -> bytes:
    return LETTER.format(to=to, text=text, sender=sender, subject=subject, key=key).encode()


def rows(desk: Any, model: Any) -> list[dict[str, Any]]:
    with desk.open() as house, house.store.reading() as connection:
        return [dict(row._mapping) for row in connection.execute(select(table(model)).order_by(table(model).c.id))]


def outcome(desk: Any, visit: Visit) -> str:
    return next(str(row["outcome"]) for row in rows(desk, VerdictRow) if row["visit_id"] == visit.id)


def test_a_call_somebody_took_answers_the_visit(desk: Any) -> None:
    north, _ = desk.send()
    desk.later(80 * HOUR)
    assert outcome(desk, north) == "not_answered"
    words = ("answer", north.token, "--channel", "phone", "--at", "2026-03-03 13:04", "--note", "Called, named a price")
    first, again = desk.run(*words), desk.run(*words)
    assert first.exit_code == 0, first.output
    assert "1 of 1 answers are new" in first.output
    assert "0 of 1 answers are new" in again.output
    assert outcome(desk, north) == "met"
    page = desk.run("evidence", str(north.id), "--open-path")
    text = open(page.output.strip(), encoding="utf8").read()  # noqa: SIM115
    assert "Called, named a price" in text
    assert "entered by hand" in text


MODEL = """import json, sys
letter = json.load(sys.stdin)
assert letter["question"] == "who wrote it?" and letter["asked"] and letter["reasons"]
print(json.dumps({"label": "auto_ack"} if "записаны" in letter["text"] else {}))
"""


def test_a_program_may_decide_what_no_rule_can(desk: Any, tmp_path: Any) -> None:
    north, _ = desk.send()
    desk.later(HOUR / 6)
    booked = "Вы записаны на 24.11 в 10:00. Адрес: ул. Мира, 3, вход со двора."
    desk.letter(letter(north.shopper.email, booked), desk.hands.at)
    assert len(json.loads(desk.run("review", "--json").stdout)) == 1
    model = tmp_path / "model.py"
    model.write_text("print('no idea')", encoding="utf8")
    broken = desk.run("review", "--ask", f"{sys.executable} {model}")
    assert (broken.exit_code, "--ask" in str(broken.exception)) == (1, True)
    model.write_text(MODEL, encoding="utf8")
    asked = desk.run("review", "--ask", f"{sys.executable} {model}", "--json")
    assert (asked.exit_code, json.loads(asked.stdout)) == (0, [])
    (row,) = rows(desk, MessageRow)
    assert (row["reviewed"], row["details"]["review"]["by"].endswith("model.py")) == ("auto_ack", True)


def test_a_strangers_advertising_is_a_leak_and_no_answer(desk: Any) -> None:
    north, _ = desk.send()
    desk.later(HOUR)
    promo = "Best prices! Click here: https://casino.test/a?utm_source=m\n\nUnsubscribe: https://casino.test/u"
    desk.letter(
        letter(north.shopper.email, promo, "Casino <news@casino.test>", "Newsletter: free spins"), desk.hands.at
    )
    desk.later(HOUR)
    told = json.loads(desk.run("status", "--json").stdout)
    assert [(one["site"], one["visit"], one["subject"]) for one in told["leaks"]] == [
        (north.site, north.token, "Newsletter: free spins")
    ]
    assert "advertising: Newsletter" in desk.run("status").stdout
    desk.later(80 * HOUR)
    assert outcome(desk, north) == "not_answered"


def test_what_cannot_be_true_is_refused_all_at_once(desk: Any, tmp_path: Any) -> None:
    north, south = desk.send()
    desk.later(2 * HOUR)
    table_file = tmp_path / "answers.csv"
    table_file.write_text(
        "visit;channel;at;by\n"
        f"{north.token};phone;03.03.2026 12:59;person\n"
        f"{south.token};phone;03.03.2026 18:59;person\n"
        f"nobody;phone;03.03.2026 13:05;person\n",
        encoding="cp1251",
    )
    told = desk.run("answer", "--file", str(table_file))
    said = str(told.exception)
    assert told.exit_code != 0
    assert all(
        word in said for word in ("answers.csv:2", "before it was sent", "answers.csv:3", "future", "no visit nobody")
    )
    table_file.write_text(f"visit,canal,at,by\n{north.token},fone,never,ghost\n", encoding="utf8")
    said = str(desk.run("answer", "--file", str(table_file)).exception)
    assert "no such column" in said
    assert "channel is missing" in said
    table_file.write_text(f"visit,channel,at,by\n{north.token},fone,never,ghost\n", encoding="utf8")
    said = str(desk.run("answer", "--file", str(table_file)).exception)
    assert all(word in said for word in ("answers.csv:2 at", 'did you mean "phone"', '"ghost" is not known'))
    assert rows(desk, MessageRow) == []


def test_many_at_once(desk: Any, tmp_path: Any) -> None:
    north, south = desk.send()
    desk.later(HOUR)
    table_file = tmp_path / "answers.json"
    entries = [
        {"visit": north.token, "channel": "messenger", "at": "2026-03-03T10:02:00+00:00", "answers": True},
        {"visit": str(south.id), "channel": "phone", "at": "2026-03-03 13:20", "by": "robot"},
    ]
    table_file.write_text(json.dumps(entries), encoding="utf8")
    assert "2 of 2 answers are new" in desk.run("answer", "--file", str(table_file)).output
    assert (outcome(desk, north), outcome(desk, south)) == ("met", "pending")


def test_a_person_decides_and_reading_again_keeps_it(desk: Any) -> None:
    north, south = desk.send()
    desk.letter(letter(north.shopper.email, UNCLEAR), desk.hands.at)
    desk.later(80 * HOUR)
    before = rows(desk, MessageRow)[0]
    listed = desk.run("review", "--json")
    if before["label"] == "unsure":
        assert [one["number"] for one in json.loads(listed.stdout)] == [before["id"]]
        assert listed.exit_code == 1
    decided = desk.run("review", str(before["id"]), "--label", "human", "--answers")
    assert decided.exit_code == 0, decided.output
    kept = rows(desk, MessageRow)[0]
    assert (kept["reviewed"], kept["answers"], kept["label"]) == ("human", True, before["label"])
    assert outcome(desk, north) == "met"
    assert outcome(desk, south) == "not_answered"
    assert desk.run("review", "--json").stdout.strip() == "[]"
    assert "1 letters read again" in desk.run("reread").output
    assert rows(desk, MessageRow)[0] == kept
    state = rows(desk, MessageRow), rows(desk, VerdictRow)
    desk.run("reread")
    assert (rows(desk, MessageRow), rows(desk, VerdictRow)) == state


def test_a_letter_in_the_pen_finds_its_visit(desk: Any) -> None:
    north, south = desk.send()
    stray = letter("someone.else@shopper.test", "Добрый день! Три месяца стоят 9 900 рублей.", "Пётр <p@mail.example>")
    desk.letter(stray, desk.hands.at + timedelta(minutes=3))
    desk.later(80 * HOUR)
    (waiting,) = json.loads(desk.run("review", "--json").stdout)
    assert waiting["question"] == "whose letter is it?"
    assert desk.run("review", str(waiting["number"]), "--label", "human", "--visit", south.token).exit_code == 0
    assert (outcome(desk, north), outcome(desk, south)) == ("not_answered", "met")
    desk.run("reread")
    assert [row["visit_id"] for row in rows(desk, MessageRow)] == [south.id]
    assert outcome(desk, south) == "met"


def test_nonsense_is_refused(desk: Any) -> None:
    (north, _) = desk.send()
    assert "no message 99" in str(desk.run("review", "99", "--label", "human").exception)
    assert desk.run("review", "99").exit_code == 2
    assert desk.run("evidence", "nobody").exit_code == 2
    assert desk.run("answer", north.token, "--at", "soon").exit_code == 2
