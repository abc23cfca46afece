"""A made-up visit whose dossier fills every section."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import sample
from hostile import poison

from monitor.domain.programme import Channel
from monitor.domain.response import Label, MatchLevel
from monitor.domain.rubric import Marks, score
from monitor.domain.verdict import Outcome, Step
from monitor.domain.visit import Acceptance, Question, Sending, Shopper, Visit, VisitState
from reports.dossier import Dossier, Fact, Judged, Kept, Letter, Request, Shown, Told
from reports.records import Picture

SENT = sample.at(18, 8, 12)
PICTURE = Picture(data=sample.png(480, 300, 220), media_type="image/png", alt_en="The page", alt_ru="Страница")
VISIT = Visit(
    id=7,
    token="w4ne",
    site="avtomir",
    touchpoint="form",
    kind="feedback_form",
    slot_at=SENT - timedelta(minutes=2),
    state=VisitState.CLOSED,
    shopper=Shopper(first="Olga", last="Petrova", middle="", email="olga7@shopper.test", phone="+74951112233"),
    question=Question(subject="Estate", text="Is the grey estate still there?", language="en"),
    started_at=SENT - timedelta(minutes=1),
    intent_at=SENT - timedelta(seconds=1),
    submitted_at=SENT,
    sending=Sending.SENT,
    acceptance=Acceptance.ACCEPTED,
    closes_at=SENT + timedelta(days=3),
)


def full() -> Dossier:
    """Every section filled."""
    letter = Letter(
        at=SENT + timedelta(seconds=40),
        channel=Channel.EMAIL,
        label=Label.AUTO_ACK,
        reviewed=None,
        confidence=0.98,
        level=MatchLevel.RECIPIENT,
        subject="We got your enquiry",
        text="Thank you! A manager will call you within 15 minutes.",
        reasons=(Fact(name="header", value="Auto-Submitted: auto-replied"),),
        note="checked by hand",
    )
    steps = (
        Step(rule="standard", looked_at="first_human within 0:10:00 on the working clock", result="x"),
        Step(rule="verdict", looked_at="robots answered, no person did", result="auto_only"),
    )
    verdict = Judged(
        name_en="A person answers",
        name_ru="Отвечает человек",
        outcome=Outcome.AUTO_ONLY,
        reason=None,
        deadline=SENT + timedelta(minutes=10),
        late_answer_at=None,
        wall=None,
        working=None,
        steps=steps,
    )
    return Dossier(
        visit=VISIT,
        site="Avtomir",
        zone="Europe/Moscow",
        label=sample.FORM,
        address="https://avtomir.example/ask",
        generated_at=SENT + timedelta(days=4),
        software_version="0.1.0",
        pictures=(Shown(kind="after", at=SENT, page="https://avtomir.example/ask", picture=PICTURE),),
        typed=(Fact(name="name", value="Olga Petrova"), Fact(name="message", value=VISIT.question.text)),
        requests=(
            Request(
                method="POST",
                url="https://avtomir.example/send",
                status=200,
                sent_at=SENT,
                answered_at=SENT + timedelta(seconds=1),
                posted=(Fact(name="your-name", value="Olga Petrova"),),
            ),
        ),
        facts=(Fact(name="form.fields", value="3"),),
        letters=(letter,),
        verdicts=(verdict,),
        score=score(Marks(reached=True, confirmed=True, receipt=True)),
        alerts=(
            Told(
                story="breach",
                recipient="boss@avtomir.example",
                created_at=SENT + timedelta(minutes=11),
                sent_at=SENT + timedelta(minutes=12),
                state="sent",
            ),
        ),
        evidence=(Kept(kind="after", path="ab/ab12", sha256="ab" * 32, at=SENT, size=1234, note=""),),
    )


def poisoned() -> Dossier:
    """Something hostile in every text; the names on the score sheet are our own."""
    return dataclasses.replace(poison(full()), score=full().score)
