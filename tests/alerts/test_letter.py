"""What leaves is a proper letter in both languages, whatever the names in it are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP, default

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.alerts.letter import Envelope, compose, short
from monitor.alerts.night import night_note, night_pictures
from monitor.alerts.notes import Facts, Trouble, note, trouble_note
from monitor.alerts.stories import Story
from monitor.domain.programme import Event

AT = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
FACTS = Facts(
    story=Story.BREACH,
    language="en",
    site="Aurora",
    zone="Europe/Moscow",
    touchpoint="question form",
    owner="sales@aurora.example",
    standard="A person answers",
    token="0123456789abcdef",
    shopper="Emma Clarke <emma@shopper.test>",
    question="How much is it?",
    submitted_at=AT,
    deadline=AT + timedelta(minutes=10),
    wall=timedelta(minutes=11),
    working=timedelta(minutes=10),
)
ENVELOPE = Envelope(
    sender="shopper@town.test",
    recipient_name="Anna",
    recipient="anna@town.test",
    language="en",
    message_id="<breach.1@shopper.test>",
    at=AT,
    thread="<visit.0123456789abcdef@shopper.test>",
    stop_letter="stop.abcdefghij@shopper.test",
)
VISITS = [story for story in Story if story not in (Story.ILL, Story.WELL, Story.NIGHT)]


def received(message):
    """The letter as a mail program sees it."""
    return message_from_bytes(message.as_bytes(policy=SMTP), policy=default)


def parts(message):
    return {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("story", VISITS)
def test_every_story_in_both_languages_plain_and_html(story, language):
    facts = replace(FACTS, story=story, language=language, event_at=AT + timedelta(minutes=30), reason="server_error")
    message = received(compose([note(facts)], replace(ENVELOPE, language=language)))
    told = parts(message)
    for text in (told["text/plain"], told["text/html"]):
        assert FACTS.token in text
        assert "How much is it?" in text
        assert "{" not in LexborHTMLParser(text).body.text()
    assert "Aurora" in message["Subject"]
    assert "{" not in message["Subject"]
    assert message["Content-Language"] == language


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("part", ["ears", "browser", "post", "address", "disk"])
@pytest.mark.parametrize("story", [Story.ILL, Story.WELL])
def test_our_own_health(story, part, language):
    trouble = Trouble(story=story, language=language, part=part, since=AT, zone="UTC", name="telegram", error="451 no")
    message = received(compose([trouble_note(trouble)], replace(ENVELOPE, thread="")))
    assert "451 no" in parts(message)["text/plain"]
    assert "References" not in message


LONG = f"https://shopper.example/ack/{'x' * 250}"


def test_the_headers_that_make_it_a_good_citizen():
    message = received(compose([note(FACTS)], replace(ENVELOPE, stop=LONG)))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["References"] == message["In-Reply-To"] == ENVELOPE.thread
    assert message["Message-ID"] == ENVELOPE.message_id
    assert message["List-Unsubscribe"] == f"<{LONG}>, <mailto:stop.abcdefghij@shopper.test?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Date"].datetime == AT


@pytest.mark.parametrize("stop", ["", LONG])
def test_nobody_is_sent_to_a_dead_address_to_unsubscribe(stop):
    message = received(compose([note(FACTS)], replace(ENVELOPE, stop=stop, stop_letter="")))
    assert message["List-Unsubscribe"] == (f"<{stop}>" if stop else None)
    assert (message["List-Unsubscribe-Post"] is None) is not stop


def test_addresses_and_identities_stand_in_headers_as_they_are():
    """Encoded words in them (the standard library's way with what is longer than a line) no mail program reads."""
    thread = f"<visit.{'0123456789abcdef' * 5}@a-long-mail-domain.shopper.test>"
    raw = compose([note(FACTS)], replace(ENVELOPE, thread=thread, stop=LONG)).as_bytes(policy=SMTP)
    head = raw.partition(b"\r\n\r\n")[0].decode()
    assert f"References: {thread}\r\n" in head
    assert f"List-Unsubscribe: <{LONG}>,\r\n <mailto:" in head
    assert "Subject: Aurora" in head


@pytest.mark.parametrize(
    ("promised", "said", "not_said"),
    [
        (Event.FIRST_HUMAN, "no person has answered", "question we asked"),
        (Event.FIRST_ANSWER, "the question we asked has not been answered", "no person"),
        (Event.FIRST_ANY, "not even an automatic receipt", "no person"),
        (Event.RECEIPT, "not even an automatic receipt", "no person"),
    ],
)
def test_nobody_is_accused_of_more_than_was_promised(promised, said, not_said):
    """Somebody may have written, and not answered what was asked."""
    text = parts(received(compose([note(replace(FACTS, promised=promised))], ENVELOPE)))["text/plain"]
    assert said in " ".join(text.split())
    assert not_said not in text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_story_keeps_its_subject_from_the_warning_to_the_answer(language):
    told = [Story.WARNING, Story.BREACH, Story.ESCALATED, Story.REMINDER, Story.ANSWERED]
    facts = [replace(FACTS, story=story, language=language, told_before=True, event_at=AT) for story in told]
    envelope = replace(ENVELOPE, language=language)
    *before, last = (received(compose([note(one)], envelope))["Subject"] for one in facts)
    assert len(set(before)) == 1
    assert last == f"Re: {before[0]}"
    two = [note(replace(facts[1], standard=name)) for name in ("A person answers", "The question is answered")]
    assert received(compose(two, envelope))["Subject"] == before[0]


def test_the_answer_to_what_was_never_told_has_its_own_subject():
    message = received(compose([note(replace(FACTS, story=Story.ANSWERED, event_at=AT))], ENVELOPE))
    assert message["Subject"].startswith("Aurora: answered after all")


HOSTILE = [
    "Aurora\r\nBcc: victim@example.com",
    "Aurora\nX-Evil: 1\n\nbody",
    "Aurora\u2028Bcc: victim@example.com",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{site} {0} {facts.token} %s",
    "Аврора 🏋️ " + "ж" * 500,
    "\x00\x07 bell",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_change_neither_headers_nor_page(name):
    facts = replace(FACTS, site=name, question=name, owner=name, standard=name, touchpoint=name)
    message = received(compose([note(facts)], replace(ENVELOPE, recipient_name=name)))
    known = {"From", "To", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "Content-Language"}
    known |= {"Auto-Submitted", "X-Auto-Response-Suppress", "List-Unsubscribe", "MIME-Version", "Content-Type"}
    assert set(message.keys()) == known
    assert [address.addr_spec for address in message["To"].addresses] == ["anna@town.test"]
    tree = LexborHTMLParser(parts(message)["text/html"])
    assert not tree.css("script, img")
    assert tree.css_first("h1") is not None


def test_pictures_are_shown_in_the_page_and_kept_as_files():
    message = received(compose([note(FACTS)], ENVELOPE, [("filled.jpg", b"\xff\xd8picture")]))
    (picture,) = [part for part in message.walk() if part.get_filename()]
    assert (picture.get_filename(), picture.get_content()) == ("filled.jpg", b"\xff\xd8picture")
    page = LexborHTMLParser(parts(message)["text/html"])
    assert f"<{page.css_first('img').attributes['src'].removeprefix('cid:')}>" == picture["Content-ID"]


def test_a_digest_counts_without_agreement_and_names_each():
    notes = [note(replace(FACTS, site=f"Site {number}", token=f"{number:016x}")) for number in range(11)]
    notes.append(note(replace(FACTS, story=Story.UNREACHABLE, reason="site_down")))
    message = received(compose(notes, replace(ENVELOPE, thread="")))
    assert message["Subject"] == "Several matters (no answer: 11, does not work: 1)"
    assert all(f"Site {number}" in parts(message)["text/plain"] for number in range(11))


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "Several matters (news of the night: 5)"), ("ru", "Сводка (новое за ночь: 5)")]
)
def test_the_news_of_five_sites_are_one_short_subject(language, subject):
    news = {
        "new": [{"rule": "P1", "page": "/", "profile": "", "en": "Wrong.", "ru": "Неверно."}],
        "changes": [],
        "mended": [],
    }
    notes = [night_note(news, f"Site {number}", language) for number in range(5)]
    assert received(compose(notes, replace(ENVELOPE, language=language)))["Subject"] == subject


def test_several_broken_ways_of_one_site_are_one_letter_and_the_others_are_not_accused():
    broken = [note(replace(FACTS, story=Story.UNREACHABLE, reason="server_error", touchpoint=way)) for way in "ab"]
    message = received(compose(broken, ENVELOPE))
    assert message["Subject"] == "Aurora: several ways in do not work (a, b)"


def test_a_site_that_does_not_open_is_told_as_the_site():
    down = note(replace(FACTS, story=Story.UNREACHABLE, reason="site_down", whole_site=True))
    assert received(compose([down], ENVELOPE))["Subject"] == "Aurora: does not open"


def test_other_channels_get_the_same_words_in_short():
    title, text = short([note(FACTS)], "en")
    assert title == "Aurora: no answer yet"
    assert FACTS.token in text


@pytest.mark.parametrize(("language", "said"), [("en", "is now +72"), ("ru", "стало +72")])
def test_a_night_is_told_short(language, said):
    wrong = {
        "rule": "P1",
        "page": "https://a.example/",
        "profile": "phone",
        "en": "Wrong.",
        "ru": "Неверно.",
        "crop": "c0",
    }
    news = {
        "new": [wrong] * 15,
        "mended": [],
        "changes": [
            {"what": "numbers", "before": ["+71"], "after": ["+72"], "pictures": {"before": {"screen_phone x": "b0"}}}
        ],
    }
    told = parts(received(compose([night_note(news, "Aurora", language)], replace(ENVELOPE, language=language))))
    assert said in " ".join(told["text/plain"].split())
    assert told["text/plain"].count("P1") == 12
    assert night_pictures(news) == {"new-1.jpg": "c0", "before.jpg": "b0"}
