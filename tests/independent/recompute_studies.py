"""Recomputes the figures of studies: votes as a set (companies are letters there), shares and claims one by one."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DEEDS = ("receipt", "person", "answered", "called_back", "next_step", "unreachable", "own")
COUNTED = ("met", "late", "auto_only", "not_answered", "unreachable")
Z = 1.959963984540054


def instant(text):
    return datetime.fromisoformat(text) if text else None


def wilson(k, n):
    p, zz = k / n, Z * Z
    centre, root = p + zz / (2 * n), Z * math.sqrt(p * (1 - p) / n + zz / (4 * n * n))
    return max(0.0, (centre - root) / (1 + zz / n)), min(1.0, (centre + root) / (1 + zz / n))


def check(export, about, printed):
    """What differs, in words."""
    ours = about["report"].startswith("study")
    votes = list(own_votes(export, about)) if ours else list(imported_votes(export, about["report"][9:]))
    seen = Counter(printed_votes(printed))
    mine = Counter(as_printed(vote) for vote in votes)
    faults = [f"a vote {vote} nobody cast" for vote in (seen - mine)] + [f"no vote {vote}" for vote in (mine - seen)]
    figures = claims(printed, votes, asks(export, votes, ours))
    figures |= {} if ours else shares(export, about["report"][9:], votes)
    for id, row in printed.items():
        if id.startswith("votes/"):
            continue
        value = figures.get(id)
        if value is None or abs(float(row["value"]) - value) > 1e-6:
            faults.append(f"{id} is {row['value']}, the rows give {value}")
    return faults


def printed_votes(printed):
    for letter in {id.split("/")[1] for id in printed if id.startswith("votes/")}:
        value = {
            id.split("/")[2]: int(row["value"]) for id, row in printed.items() if id.startswith(f"votes/{letter}/")
        }
        ballot = next(name for name in ("counted", "pending", "inconclusive") if value[name])
        yield (*(value[name] for name in DEEDS), ballot, value["wall"], value["working"])


def as_printed(vote):
    return (*(int(vote[name]) for name in DEEDS), vote["ballot"], int(vote["wall"]), int(vote["working"]))


def own_votes(export, about):
    first = {}
    for visit in sorted(export.visits, key=lambda v: int(v["id"])):
        if visit["kind"] == "feedback_form" and in_week(visit, about):
            first.setdefault(visit["site"], visit)
    data_at = max(
        (instant(r["as_of"]) for r in export.verdicts if in_week(export.visit[r["visit_id"]], about)), default=None
    )
    for visit in first.values():
        inside = export.inside(visit)
        people = [row for row in inside if (row["reviewed"] or row["label"]) == "human"]
        outcomes = {row["outcome"] for row in export.verdicts if row["visit_id"] == visit["id"]}
        person = min((instant(row["at"]) for row in people), default=None)
        start, wall, working = instant(visit["submitted_at"]), timedelta(0), timedelta(0)
        if start:
            until = max(person or min(instant(visit["closes_at"]), data_at), start)
            wall, working = until - start, export.working(visit["site"], start, until)
        ballot = "counted"
        if person is None and outcomes & {"inconclusive", "pending"}:
            ballot = "inconclusive" if "inconclusive" in outcomes else "pending"
        yield {
            "sector": visit["segment"], "receipt": any(r["label"] == "auto_ack" for r in inside),
            "person": person is not None, "answered": any(r["answers"] == "1" for r in people), "called_back": False,
            "next_step": any(r["next_step"] == "1" for r in people), "own": visit["role"] == "own",
            "unreachable": "unreachable" in outcomes and person is None, "ballot": ballot,
            "wall": wall.total_seconds(), "working": working.total_seconds(),
        }  # fmt: skip


def in_week(visit, about):
    day = instant(visit["slot_at"]).astimezone(ZoneInfo(about["zone"])).date().isoformat()
    return about["first"] <= day <= about["last"]


def first_of_each(export, study):
    rows = {}
    for row in sorted((r for r in export.imported if r["study"] == study), key=lambda r: instant(r["submitted_at"])):
        if not row["excluded"]:
            rows.setdefault(row["company"], row)
    return rows


def imported_votes(export, study):
    wait = max((float(s["wait_seconds"]) for s in export.standards if s["event"] == "first_human"), default=3 * 86400.0)
    verdicts = {r["company"]: r for r in export.imported_verdicts if r["study"] == study and not r["standard"]}
    for company, row in first_of_each(export, study).items():
        verdict, start = verdicts[company], instant(row["submitted_at"])
        closes = min(start + timedelta(seconds=float(row["window_seconds"] or wait)), instant(row["imported_at"]))
        person = verdict["outcome"] == "met"
        until = instant(verdict["event_at"]) if person else min(closes, instant(row["until_at"]) or closes)
        wall = (max(until, start) - start).total_seconds()
        working = float(verdict["working_seconds"]) if person and verdict["working_seconds"] else wall
        ballot = verdict["outcome"] if verdict["outcome"] in ("pending", "inconclusive") else "counted"
        deed = {name: person and row[name] == "1" for name in ("answered", "called_back", "next_step")}
        robot = row["label"] == "auto_ack" and bool(row["responded_at"])
        yield {
            **deed, "sector": row["segment"], "receipt": bool(row["receipt_at"]) or robot, "person": person,
            "own": row["own"] == "1", "unreachable": verdict["outcome"] == "unreachable", "ballot": ballot,
            "wall": wall, "working": working, "row": row, "hours": bool(row["hours"]),
        }  # fmt: skip


def asks(export, votes, ours):
    """(deeds, threshold in seconds or None, clock) in the order of the page."""
    people = [s for s in export.standards if s["event"] == "first_human"]
    timed = sorted({(float(s["threshold_seconds"]), s["clock"]) for s in people}, key=lambda ask: (ask[0], ask[1]))
    if ours:
        wait = max((float(s["wait_seconds"]) for s in people), default=3 * 86400.0)
        fixed = [(("person",), wait, "wall"), (("person", "next_step"), wait, "wall")]
        return fixed + [(("person",), threshold, clock) for threshold, clock in timed]
    known = {name for vote in votes for name in ("called_back", "next_step") if vote["row"][name]}
    fixed = [(("person",), None, "wall")]
    fixed += [(("called_back",), None, "wall")] if "called_back" in known else []
    fixed += [(("person", "next_step"), None, "wall")] if "next_step" in known else []
    hours = all(vote["hours"] for vote in votes)
    return fixed + [(("person",), t, clock) for t, clock in timed if hours or clock == "wall"]


def claims(printed, votes, asked):
    figures, by_sector = {}, defaultdict(list)
    for vote in votes:
        by_sector[vote["sector"]].append(vote)
    for sector, mine in by_sector.items():
        told = len({id.rsplit("/", 2)[1] for id in printed if id.startswith(f"claims/{sector}/")})
        # a sector without a word for the next step is not asked about it
        shown = asked if told == len(asked) else [ask for ask in asked if "next_step" not in ask[0]]
        for index, (deeds, threshold, clock) in enumerate(shown):
            waited = "working" if clock == "working" else "wall"
            late = [v for v in mine if v["ballot"] == "pending" and threshold is not None and v[waited] > threshold]
            settled = [v for v in mine if v["ballot"] == "counted"] + late
            k = sum(all(v[d] for d in deeds) and (threshold is None or v[waited] <= threshold) for v in settled)
            pending = sum(v["ballot"] == "pending" for v in mine) - len(late)
            unclear = sum(v["ballot"] == "inconclusive" for v in mine)
            values = {"k": k, "n": len(settled), "pending": pending, "inconclusive": unclear}
            figures |= {f"claims/{sector}/{index}/{name}": value for name, value in values.items()}
    return figures


def shares(export, study, votes):
    lines = defaultdict(Counter)
    for row in export.imported_verdicts:
        if row["study"] == study:
            lines[row["standard"]][row["outcome"]] += 1
    counted = [(c["met"], sum(c[o] for o in COUNTED), c["pending"], c["inconclusive"]) for c in lines.values()]
    noted = defaultdict(list)
    for vote in votes:
        for name, done in json.loads(vote["row"]["milestones"] or "{}").items():
            if vote["person"]:
                noted[name].append(done)
    order = dict.fromkeys(name for vote in votes for name in json.loads(vote["row"]["milestones"] or "{}"))
    counted += [(sum(noted[name]), len(noted[name]), 0, 0) for name in order]
    figures = {}
    for index, (k, n, pending, unclear) in enumerate(counted):
        figures |= {f"shares/{index}/k": k, f"shares/{index}/n": n}
        figures |= {f"shares/{index}/pending": pending, f"shares/{index}/inconclusive": unclear}
        if n:
            low, high = wilson(k, n)
            figures |= {f"shares/{index}/share": k / n, f"shares/{index}/low": low, f"shares/{index}/high": high}
    return figures
