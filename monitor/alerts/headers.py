"""Room alerts: what our letters are written with: headers that every mail program can read back.

The standard library's new policies make encoded words of whatever is longer than a line, Message-IDs and addresses too:
no conversation, and nowhere to unsubscribe (RFC 2047 §5 forbids it). And in a long subject or name that is not ASCII
they lose spaces, or find some (Python 3.11); its old `Header` does not.
"""

from __future__ import annotations

from email.header import Header
from email.headerregistry import HeaderRegistry, UniqueAddressHeader, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy

_WIDTH = 78
"""columns of a header line (RFC 5322 §2.1.1); a single word may be longer"""


class _Words(UnstructuredHeader):
    """Folded between words and nowhere else."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        if not str(self).isascii():
            return f"{self.name}: {_encoded(str(self), self.name, policy)}{policy.linesep}"
        first, *others = str(self).split() or [""]
        lines = [f"{self.name}: {first}"]
        for word in others:
            if len(lines[-1]) + len(word) < _WIDTH:
                lines[-1] += f" {word}"
            else:
                lines.append(f" {word}")
        return policy.linesep.join([*lines, ""])


class _Person(UniqueAddressHeader):
    """One person: a name and an address."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        (person,) = self.addresses
        if person.display_name.isascii() or not person.addr_spec.isascii():
            return str(super().fold(policy=policy))  # type: ignore[misc]
        shown = _encoded(person.display_name, self.name, policy)
        return f"{self.name}: {shown}{policy.linesep} <{person.addr_spec}>{policy.linesep}"


def _encoded(text: str, header: str, policy: Policy) -> str:
    return Header(text, "utf-8", header_name=header).encode(linesep=policy.linesep)


def _policy() -> Policy:
    registry = HeaderRegistry()
    for name in ("subject", "in-reply-to", "references", "list-unsubscribe"):
        registry.map_to_type(name, _Words)  # type: ignore[arg-type]  # a mix-in, like the library's own
    for name in ("from", "to"):
        registry.map_to_type(name, _Person)  # type: ignore[arg-type]
    return SMTP.clone(header_factory=registry)


_POLICY = _policy()


def blank() -> EmailMessage:
    """An empty letter."""
    return EmailMessage(policy=_POLICY)
