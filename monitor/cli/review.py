"""Roof: `shopper review`."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from sqlalchemy import Row

from monitor.cli._house import DEFAULT, AsJson, ProgrammeFile, entered, find_visit, show
from monitor.domain.errors import Fault, UserFault
from monitor.domain.response import Label
from monitor.steps import House
from monitor.steps.judge import judge_due
from monitor.steps.report.redact import redacted, redacted_lines
from monitor.steps.review import Opinion, ask_reader, decide_letter
from monitor.store import reviews
from monitor.store.tables import MessageState

ASK = (
    "Let a program of yours (a language model, say) decide what it can: a letter as JSON on its stdin, "
    '{"label": "human", "answers": true} on its stdout; {} leaves it to a person.'
)
QUOTED = 400
PATIENCE = 120.0
"""seconds a program may take for one letter"""


def command(
    number: Annotated[
        int | None, typer.Argument(help="The letter to decide; none: list them.", show_default=False)
    ] = None,
    label: Annotated[Label | None, typer.Option(help="Who wrote it.")] = None,
    visit: Annotated[
        str, typer.Option(help="The visit it belongs to (token or number), for a letter in the pen.")
    ] = "",
    answers: Annotated[
        bool | None, typer.Option("--answers/--no-answer", help="Does it answer the question that was asked?")
    ] = None,
    ask: Annotated[str, typer.Option(metavar="COMMAND", help=ASK)] = "",
    programme: ProgrammeFile = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """List the letters nobody could judge, or decide one: shopper review 7 --label human.

    What you decide is remembered, outranks the classifier for ever, and has the visit judged again. A letter in
    the holding pen that you give a label and no visit belongs to none of ours. Exit code 1 while letters wait.
    """
    with entered(programme) as house:
        if number is not None:
            _decide(house, number, label, visit, answers, as_json)
            return
        if ask:
            decided = ask_reader(house, _for_a_reader(house), CommandReader(ask))
            typer.echo(f"{decided} decided by {ask}; {judge_due(house)} visits judged again", err=True)
        with house.store.reading() as connection:
            rows = reviews.to_review(connection)
            names = reviews.tokens(
                connection, tuple({one for row in rows for one in row.details.get("candidates", ())})
            )
    told = [_told(row, names) for row in rows]
    show(told, as_json, "\n\n".join(_text(one) for one in told) or "Nothing waits for a person.")
    raise typer.Exit(1 if rows else 0)


def _decide(house: House, number: int, label: Label | None, visit: str, answers: bool | None, as_json: bool) -> None:
    if label is None:
        raise typer.BadParameter("say who wrote it: --label human, auto_ack, bounce, bulk or other")
    found = find_visit(house, visit) if visit else None
    touched = decide_letter(house, number, label, visit=found, answers=answers)
    judged = judge_due(house)
    show({"message": number, "visits": touched, "judged": judged}, as_json, f"kept; {judged} visits judged again")


def _for_a_reader(house: House) -> list[dict[str, Any]]:
    """What is asked of a program: whose letter it is, only a person can tell."""
    with house.store.reading() as connection:
        rows = [row for row in reviews.to_review(connection) if row.state != MessageState.HOLDING]
    return [
        _told(row, {}) | {"text": redacted_lines(row.excerpt), "asked": redacted((row.question or {}).get("text", ""))}
        for row in rows
    ]


class CommandReader:
    """A program as reader: one letter on stdin, one opinion on stdout."""

    def __init__(self, command: str) -> None:
        self.name = command
        self._words = shlex.split(command)

    def __call__(self, letter: Mapping[str, Any]) -> Opinion | None:
        try:
            done = subprocess.run(  # noqa: S603  # the user's own command
                self._words, input=json.dumps(letter), capture_output=True, text=True, check=True, timeout=PATIENCE
            )
            told = json.loads(done.stdout or "{}")
            return Opinion(label=Label(told["label"]), answers=told.get("answers")) if told.get("label") else None
        except (OSError, subprocess.SubprocessError, ValueError, AttributeError) as fault:
            said = f"letter {letter['number']}: {fault}"
            remedy = 'it must print {"label": …, "answers": …} for each letter'
            raise UserFault((Fault(place=f"--ask {self.name}", found=said, remedy=remedy),)) from fault


def _told(row: Row[Any], names: dict[int, str]) -> dict[str, Any]:
    pen = row.state == MessageState.HOLDING
    return {
        "number": row.id,
        "at": f"{row.at:%Y-%m-%d %H:%M} UTC",
        "question": "whose letter is it?"
        if pen
        else "who wrote it?"
        if row.label == Label.UNSURE
        else "does it answer?",
        "visit": row.token or "",
        "company": row.company or row.site,
        "candidates": [names[one] for one in row.details.get("candidates", ()) if one in names],
        "label": row.label.value,
        "subject": redacted(row.details.get("subject", "")),
        "reasons": [why["signal"] for why in row.details.get("reasons", ())],
        "text": redacted_lines(row.excerpt)[:QUOTED],
    }


def _text(one: dict[str, Any]) -> str:
    where = " ".join(filter(None, (one["company"], one["visit"], _joined("perhaps ", one["candidates"]))))
    head = f"{one['number']:>4}  {one['at']}  {one['question']}  [{one['label']}]  {where}"
    lines = [one["subject"], *one["text"].splitlines(), _joined("signs: ", one["reasons"])]
    return "\n".join([head, *(f"      {line}" for line in lines if line.strip())])


def _joined(before: str, words: Sequence[str]) -> str:
    return before + ", ".join(words) if words else ""
