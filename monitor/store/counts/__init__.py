"""Room store: the counting questions of the reports. Everything is counted in SQL; nobody loads a million rows.

A visit belongs to the period in which its slot lies, `[start, end)`, aware UTC. `sites` empty means all. What is
counted over many weeks (`window`) is asked promise by promise: each answer is one stretch of `ix_verdict_counted`,
read in its order, so nothing is sorted and no row is touched.
"""

from monitor.store.counts.health import canaries, data_at, listening_spans, missed, plan_hashes
from monitor.store.counts.looks import contacts_seen, latest_looks, night_enquiry, night_looks, observation_of, observed
from monitor.store.counts.votes import reasons, votes
from monitor.store.counts.week import (
    candidates,
    evidence_of,
    funnel,
    lines,
    messages_of,
    outcomes_in_order,
    total,
)
from monitor.store.counts.window import Place, answered, last_outcome, promises, started, weeks

__all__ = [
    "Place",
    "answered",
    "canaries",
    "candidates",
    "contacts_seen",
    "data_at",
    "evidence_of",
    "funnel",
    "last_outcome",
    "latest_looks",
    "lines",
    "listening_spans",
    "messages_of",
    "missed",
    "night_enquiry",
    "night_looks",
    "observation_of",
    "observed",
    "outcomes_in_order",
    "plan_hashes",
    "promises",
    "reasons",
    "started",
    "total",
    "votes",
    "weeks",
]
