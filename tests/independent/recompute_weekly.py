"""Recomputes the figures of a weekly report: scoreboard, stations, waits, curves, hours, promises, our own health."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from recompute_studies import instant, wilson

OUTCOMES = ("met", "late", "auto_only", "not_answered", "unreachable", "pending", "inconclusive")
COUNTED = OUTCOMES[:5]


def kaplan_meier(waits, share):
    """First time by which `share` were answered; `waits`: (time, answered, count)."""
    left = 1.0
    for time in sorted({time for time, answered, _ in waits if answered}):
        at_risk = sum(count for when, _, count in waits if when >= time)
        left *= 1 - sum(count for when, answered, count in waits if when == time and answered) / at_risk
        if left <= 1 - share + 1e-12:
            return time
    return None


def who(row):
    return row["reviewed"] or row["label"]


class Week:
    """One weekly report: its weeks, its rows, its figures."""

    def __init__(self, export, about):
        self.e, self.zone = export, ZoneInfo(about["zone"])
        self.first, self.back = date.fromisoformat(about["first"]), int(about["weeks"])
        self.begin, self.end = self.midnight(0), self.midnight(1)
        self.window = self.midnight(1 - self.back)
        self.mine = [v for v in export.visits if self.begin <= instant(v["slot_at"]) < self.end]
        self.asks = [v for v in self.mine if v["asks"] == "1" or v["sending"] == "sent"]
        self.judged = defaultdict(list)
        for row in export.verdicts:
            visit = export.visit[row["visit_id"]]
            if self.window <= instant(visit["slot_at"]) < self.end:
                self.judged[row["visit_id"]].append(row)
        self.out = {}

    def midnight(self, weeks):
        day = self.first + timedelta(weeks=weeks)
        return datetime(day.year, day.month, day.day, tzinfo=self.zone).astimezone(UTC)

    def figures(self):
        for part in (
            self.board,
            self.stations,
            self.sums,
            self.waits,
            self.hours,
            self.promises,
            self.health,
            self.pages,
            self.rest,
        ):
            part()
        return self.out

    def verdicts(self):
        for found in self.judged.values():
            for row in found:
                yield self.e.visit[row["visit_id"]], row

    def share(self, id, counts):
        k, n = counts["met"], sum(counts[name] for name in COUNTED)
        self.out |= {f"{id}/k": k, f"{id}/n": n}
        if n:
            self.out |= {f"{id}/share": k / n}
        if 0 < n < 100:
            self.out |= dict(zip((f"{id}/low", f"{id}/high"), wilson(k, n), strict=True))

    def board(self):
        sites = {row["site"] for row in self.e.touchpoints}
        known = {(row["site"], row["touchpoint"]): row for row in self.e.touchpoints}
        self.rows = defaultdict(lambda: [Counter() for _ in range(self.back)])
        self.tried, self.groups = Counter(), defaultdict(lambda: defaultdict(Counter))
        for visit, row in self.verdicts():
            point = known.get((visit["site"], visit["touchpoint"]))
            if point is None or row["standard"] not in point["standards"].split():
                continue
            where = point["segment"] if len(sites) > 12 else f"{visit['site']}/{visit['touchpoint']}"
            week = next(w for w in range(self.back) if instant(visit["slot_at"]) < self.midnight(w + 2 - self.back))
            self.rows[where, row["standard"]][week][row["outcome"]] += 1
            self.groups[row["standard"]][point["site"]][row["outcome"]] += 1
            if self.e.standard[row["standard"]]["event"] == "first_human":
                self.tried[row["standard"]] += 1
        for index, key in enumerate(sorted(self.rows)):
            weeks = self.rows[key]
            for name, part in (("week", weeks[-1:]), ("before", weeks[-5:-1]), ("window", weeks)):
                counts = sum(part, Counter())
                self.out |= {f"standards/{index}/{name}/{outcome}": counts[outcome] for outcome in OUTCOMES}
                self.share(f"standards/{index}/{name}", counts)
            for at, counts in enumerate(weeks):
                day = self.first - timedelta(weeks=self.back - 1 - at)
                n = sum(counts[name] for name in COUNTED)
                self.out |= {f"standards/{index}/weeks/{day}/k": counts["met"], f"standards/{index}/weeks/{day}/n": n}
        self.compare_groups()

    def compare_groups(self):
        standard = max(sorted(self.tried), key=lambda key: self.tried[key], default="")
        sites = {row["site"]: row for row in self.e.touchpoints}
        many = sum(row["role"] != "competitor" for row in sites.values()) > 12
        found = defaultdict(Counter)
        for site, counts in self.groups[standard].items():
            row, own = sites[site], sites[site]["role"] != "competitor"
            found[not own, (row["group"] or row["name"] if many else row["name"]) if own else "Competitors"] += counts
        for index, key in enumerate(sorted(found) if len(found) > 1 else ()):
            self.share(f"groups/{index}", found[key])

    def stations(self):
        tried = ("claimed", "submitting", "waiting", "closed")
        opened = [v for v in self.asks if v["state"] in tried and v["started_at"]]
        opened = [v for v in opened if v["reason"] not in ("site_down", "site_down_for_us_only")]
        people = [[r for r in self.e.inside(v) if who(r) == "human"] for v in self.asks]
        marks = {
            "planned": sum(v["state"] != "withdrawn" for v in self.asks),
            "page_opened": len(opened),
            "form_found": sum(v["reason"] not in ("no_form", "configuration") for v in opened),
            "sent": sum(v["sending"] == "sent" for v in self.asks),
            "receipt": sum(any(r["label"] == "auto_ack" for r in self.e.inside(v)) for v in self.asks),
            "person": sum(map(bool, people)),
            "answered": sum(any(r["answers"] == "1" for r in found) for found in people),
            "next_step": sum(any(r["next_step"] == "1" for r in found) for found in people),
        }
        self.out |= {f"funnel/{name}": count for name, count in marks.items()}

    def sums(self):
        self.out["visits/total"] = sum(bool(self.judged[v["id"]]) for v in self.asks)
        this = Counter(row["outcome"] for _, visit, row in self.chosen() if instant(visit["slot_at"]) >= self.begin)
        self.out |= {f"enquiries/{outcome}": this[outcome] for outcome in OUTCOMES}
        reasons = Counter()
        for visit in self.mine:
            reasons.update({r["reason"] for r in self.judged[visit["id"]] if r["outcome"] == "inconclusive"})
        self.out |= {f"inconclusive/{reason}": count for reason, count in reasons.items()}
        for visit in self.mine:
            for row in self.judged[visit["id"]]:
                if row["standard"] in self.e.asked and row["wall_seconds"]:
                    self.out[f"visits/{visit['token']}/wall"] = float(row["wall_seconds"])
                    if row["working_seconds"]:
                        self.out[f"visits/{visit['token']}/working"] = float(row["working_seconds"])

    def chosen(self):
        """Verdicts that time an enquiry: per way in the standard about a person for any hour, else those it has."""
        for point in self.e.touchpoints:
            mine = {}
            for key in reversed([k for k in point["standards"].split() if k in self.e.asked]):
                mine[self.e.standard[key]["when"]] = key
            keys = [mine["any"]] if "any" in mine else list(mine.values())
            for visit, row in self.verdicts():
                here = (visit["site"], visit["touchpoint"]) == (point["site"], point["touchpoint"])
                if here and row["standard"] in keys:
                    yield point, visit, row

    def waits(self):
        tallies, robots, silent = Counter(), 0, 0
        for _, visit, row in self.chosen():
            if row["outcome"] in ("met", "late"):
                wall, work = (math.floor(float(row[f"{name}_seconds"] or 0) + 0.999999) for name in ("wall", "working"))
                tallies[row["channel"] or "email", wall, work, True] += 1
            elif row["outcome"] in ("auto_only", "not_answered", "unreachable"):
                start = instant(visit["submitted_at"] or visit["slot_at"])
                end = instant(visit["closes_at"]) or start
                work = self.e.working(visit["site"], start, end)
                tallies["email", round((end - start).total_seconds()), round(work.total_seconds()), False] += 1
                robots, silent = robots + (row["outcome"] == "auto_only"), silent + (row["outcome"] != "auto_only")
        for index, (channel, wall, work, answered) in enumerate(sorted(tallies)):
            id = f"waits/{channel}/{index}/{'answered' if answered else 'unanswered'}"
            count = tallies[channel, wall, work, answered]
            self.out |= {f"{id}/wall": wall, f"{id}/working": work, f"{id}/count": count}
        self.speed(tallies)
        self.buckets(tallies, robots, silent)

    def speed(self, tallies):
        for channel in {key[0] for key in tallies}:
            mine = [(*key[1:], count) for key, count in tallies.items() if key[0] == channel]
            wall, work = ([(row[at], row[2], row[3]) for row in mine] for at in (0, 1))
            values = {
                "n": sum(row[3] for row in mine),
                "answered": sum(row[3] for row in mine if row[2]),
                "median/working": kaplan_meier(work, 0.5),
                "median/wall": kaplan_meier(wall, 0.5),
                "p90/wall": kaplan_meier(wall, 0.9),
            }
            self.out |= {f"speed/{channel}/{name}": value for name, value in values.items() if value is not None}

    def buckets(self, tallies, robots, silent):
        found = Counter()
        for (_, wall, _, answered), count in tallies.items():
            name = next((str(edge) for edge in (5, 10, 60, 240, 1440) if wall <= 60 * edge), "more")
            found[name if answered else "never"] += count
        answered = sum(found.values()) - found["never"]
        robot = min(robots, found["never"])
        found["robot"], found["never"] = robot, found["never"] - robot
        legends = {
            "buckets": {name: found[name] for name in ("5", "10", "60", "240", "1440", "more", "robot", "never")},
            "who": {"person": answered, "robot_only": robots, "nobody": silent},
        }
        for id, counts in legends.items() if tallies else ():
            n = sum(counts.values())
            self.out |= {f"{id}/{name}": count for name, count in counts.items()}
            self.out |= {f"{id}/{name}/share": count / n for name, count in counts.items() if n >= 20}

    def hours(self):
        self.sent, self.met = Counter(), Counter()
        for point, visit, row in self.chosen():
            if row["outcome"] in COUNTED:
                local = instant(visit["submitted_at"] or visit["slot_at"]).astimezone(ZoneInfo(point["zone"]))
                self.sent[local.weekday(), local.hour] += 1
                self.met[local.weekday(), local.hour] += row["outcome"] == "met"
        for day in range(7):
            for hour in range(24):
                self.out |= {
                    f"hours/{day}/{hour}/n": self.sent[day, hour],
                    f"hours/{day}/{hour}/k": self.met[day, hour],
                }

    def promises(self):
        newest = [instant(r["as_of"]) for v, r in self.verdicts() if instant(v["slot_at"]) >= self.begin]
        now = max(newest, default=self.end)
        found = Counter()
        for id, judged in self.judged.items():
            rows = [r for r in judged if r["standard"] in self.e.asked]
            named = [r for r in self.e.heard[id] if who(r) == "auto_ack" and r["promise_minutes"]]
            if not rows or not named:
                continue
            first = min(named, key=lambda r: r["at"])
            due = instant(first["at"]) + timedelta(minutes=int(first["promise_minutes"]))
            event = instant(rows[0]["event_at"])
            found["kept" if event and event <= due else "open" if not event and now < due else "broken"] += 1
        self.out |= {f"promises/{name}": found[name] for name in ("kept", "broken", "open")}

    def health(self):
        sent = [r for r in self.e.canaries if self.begin <= instant(r["sent_at"]) < self.end and not r["error"]]
        came = [instant(r["arrived_at"]) - instant(r["sent_at"]) for r in sent if r["arrived_at"]]
        self.out |= {"health/canaries/sent": len(sent), "health/canaries/arrived": len(came)}
        if came:
            self.out["health/canaries/slowest"] = max(came).total_seconds()
        self.out["health/missed"] = sum(v["state"] == "missed" for v in self.mine)
        rung = defaultdict(list)
        for row in self.e.calls:
            if row["state"]:
                rung[row["call_key"]].append(row)
        for events in rung.values():
            first = min(instant(row["at"]) for row in events)
            if self.begin <= first < self.end and events[0]["state"] != "matched":
                id = f"health/calls/{events[0]['state']}"
                self.out[id] = self.out.get(id, 0) + 1

    def looks(self, name):
        """What the newest look of each way in saw."""
        newest = {}
        for row in self.e.observations:
            visit = self.e.visit[row["visit_id"]]
            if row["name"] == name and self.begin <= instant(visit["slot_at"]) < self.end:
                key = (visit["site"], visit["touchpoint"])
                newest[key] = max(newest.get(key, ("", "", "")), (visit["slot_at"], visit["site_name"], row["value"]))
        return [newest[key] for key in sorted(newest)]

    def pages(self):
        """Pages that lack a number, or one that can be pressed; the forty worst are told."""
        found, looks = [], self.looks("phone.pages")
        for _, site, value in looks:
            for row in json.loads(value):
                if row["loaded"]:
                    url = urlsplit(row["page"])
                    path = (url.path or "/") + (f"?{url.query}" if url.query else "")
                    anywhere, pressed = any(row["shown"].values()), bool(row["clickable"].get("phone"))
                    passes = [all(row["shown"].values()), anywhere and pressed, anywhere and bool(row["right"])]
                    bad = not passes[0] or (anywhere and not pressed)
                    found.append((sum(passes), f"{site} {path}" if len(looks) > 1 else path, bad))
        told = sorted(found, key=lambda one: one[0])[:40]
        if told:
            self.out["pages/n"] = len({page for _, page, _ in told})
            self.out["pages/bad"] = len({page for _, page, bad in told if bad})

    def rest(self):
        sites = {row["site"] for row in self.e.touchpoints}
        mine = [row for row in self.e.tasks if row["site"] in sites and instant(row["since"]) < self.end]
        self.out["tasks/total"] = sum(not row["closed_at"] or instant(row["closed_at"]) >= self.begin for row in mine)
        newest = {}
        for _, visit, row in self.chosen():
            if visit["slot_at"] and row["outcome"] in COUNTED and instant(visit["slot_at"]) >= self.begin:
                key = (visit["site"], visit["touchpoint"])
                newest[key] = max(newest.get(key, ("", "")), (visit["slot_at"], row["outcome"]))
        looks = self.looks("phone.numbers")
        dead = sum(outcome == "unreachable" for _, outcome in newest.values())
        dead += sum(value in ("", "[]", "0", "null", "{}") for *_, value in looks)
        if dead:
            self.out |= {"ways/dead": dead, "ways/n": len(newest) + len(looks)}
