"""The verdict on evidence alone: what proves acceptance and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.domain.visit import Acceptance, Sending
from probes.feedback_form.answer_body import body_verdict
from probes.feedback_form.outcome import judge

FORM = {"present": True, "visible": True, "typed": 3, "values": ["Anna Petrova"]}
GONE = {"present": False, "visible": False, "typed": 0, "values": []}
AT = "2026-03-01T10:00:00+00:00"


def exchange(status: int = 200, body: str = "", kind: str = "document", **more: Any) -> dict[str, Any]:
    found = {
        "method": "POST",
        "url": "http://s/send",
        "kind": kind,
        "carries": ["email", "text"],
        "check_only": False,
        "status": status,
        "body": body,
        "content_type": "",
        "location": "",
        "error": "",
        "left": True,
        "sent_at": AT,
        "answered_at": AT,
    }
    return {**found, **more}


def outcome(
    lines: list[str], form: dict[str, Any] | None = None, before: list[str] | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "before": {"lines": before or ["Contact"], "url": "http://s/"},
        "after": {"lines": lines, "form": form or FORM, "url": "http://s/", **more},
        "reference": "Could you tell me",
        "typed": {"#name": "Anna Petrova"},
    }


@pytest.mark.parametrize(
    ("body", "accepted"),
    [
        ('{"status":"mail_sent","message":"Thank you for your message."}', True),
        ('{"status":"mail_failed","message":"There was an error"}', False),
        ('{"status":"validation_failed","invalid_fields":[{"field":"email"}]}', False),
        ('{"status":"spam"}', False),
        ('{"success":true,"data":{"message":"ok"}}', True),
        ('{"success":false,"data":{}}', False),
        ('{"result":"error"}', False),
        ('{"ok":1,"errors":[]}', True),
        ('{"data":{"errors":{"email":["bad"]}}}', False),
        ('{"id":17}', None),
        ("true", True),
        ("OK", True),
        ("<p>Спасибо! Ваша заявка принята.</p>", True),
        ("Ошибка отправки", False),
        ("", None),
    ],
)
def test_what_a_body_says(body: str, accepted: bool | None) -> None:
    verdict = body_verdict(body)
    assert (verdict[0] if verdict else None) is accepted


def test_a_status_of_200_alone_proves_nothing() -> None:
    verdict = judge(outcome(["Contact"]), [exchange()])
    assert (verdict.sending, verdict.acceptance, verdict.accepted_at) == (Sending.SENT, Acceptance.UNKNOWN, None)


def test_thanks_that_stood_there_before_prove_nothing() -> None:
    thanks = "Thank you! Your message has been sent."
    assert judge(outcome([thanks], before=[thanks]), [exchange()]).acceptance is Acceptance.UNKNOWN


def test_thanks_over_a_failed_request() -> None:
    verdict = judge(outcome(["Thank you for your message!"], GONE), [exchange(501, kind="fetch")])
    assert (verdict.acceptance, verdict.reason) == (Acceptance.UNKNOWN, "site_says_yes_server_said_no")


def test_thanks_though_nothing_left() -> None:
    verdict = judge(outcome(["Thank you for your message!"], GONE), [])
    assert (verdict.sending, verdict.acceptance) == (Sending.NOT_SENT, Acceptance.UNKNOWN)


def test_accepted_with_its_clock() -> None:
    verdict = judge(outcome(["Спасибо! Ваше сообщение отправлено."], GONE), [exchange()])
    assert (verdict.acceptance, verdict.accepted_at and verdict.accepted_at.isoformat()) == (Acceptance.ACCEPTED, AT)


def test_an_error_beside_the_form_outranks_the_status() -> None:
    verdict = judge(outcome(["Please enter a valid phone number"]), [exchange()])
    assert (verdict.acceptance, verdict.reason) == (Acceptance.REJECTED, "invalid")


def test_a_form_handed_back_with_what_we_wrote_is_no_sign_of_acceptance() -> None:
    assert judge(outcome(["Contact", "Format: +7 (999) 123-45-67"]), [exchange()]).acceptance is Acceptance.UNKNOWN


def test_a_form_that_is_empty_again_is_one() -> None:
    emptied = {**FORM, "values": ["07.12.2026"]}
    assert judge(outcome(["Contact"], emptied), [exchange()]).acceptance is Acceptance.PROBABLY
    assert judge(outcome(["Thank you!"], emptied), [exchange()]).acceptance is Acceptance.ACCEPTED


def test_our_words_on_the_last_page_before_sending_prove_nothing() -> None:
    shown = {**outcome(["Could you tell me whether you deliver?"], GONE), "onward": True}
    assert judge(shown, [exchange()]).acceptance is Acceptance.PROBABLY
    assert judge({**shown, "onward": False}, [exchange()]).acceptance is Acceptance.ACCEPTED


def test_taken_for_a_duplicate() -> None:
    body = '{"success":false,"message":"It looks like you already submitted that."}'
    assert judge(outcome(["Contact"]), [exchange(body=body, kind="xhr")]).reason == "duplicate"


def test_a_check_before_sending_is_not_the_sending() -> None:
    assert judge(outcome(["Contact"]), [exchange(check_only=True)]).sending is Sending.NOT_SENT


@pytest.mark.parametrize(
    ("line", "ticket"),
    [
        ("Your ticket number is ABC-1234.", "ABC-1234"),
        ("Обращение № 58213 зарегистрировано", "58213"),
        ("Request #77 has been created", "77"),
        ("Thank you!", ""),
    ],
)
def test_the_number_of_the_ticket(line: str, ticket: str) -> None:
    assert judge(outcome([line], GONE), [exchange()]).ticket == ticket


def test_an_interrupted_visit_is_unknown() -> None:
    assert judge({"interrupted": True}, []).sending is Sending.UNKNOWN
