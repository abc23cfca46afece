"""Room alerts: the e-mail channel. SMTP with TLS; what is permanent and what may be tried again is told apart."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from monitor.domain.errors import ShopperError
from monitor.settings import Outgoing, secret

PATIENCE = 20.0
_TOO_LARGE, _SIZE = 552, re.compile(r"\b5\.[23]\.[34]\b|size|large", re.IGNORECASE)
_OF_US = re.compile(r"\b5\.7\.\d|\brelay", re.IGNORECASE)
"""A recipient is answered so when it is we who may not write (RFC 3463 §3.8: security, policy), not when they are gone."""


class TryAgain(ShopperError):
    """The letter could not be handed over now; later it may be."""


class Refused(ShopperError):
    """The server refused this letter for good."""


class TooLarge(Refused):
    """The server takes no letter of this size."""


def send(
    outgoing: Outgoing,
    message: EmailMessage | bytes,
    sender: str,
    recipient: str,
    taken: Callable[[], None] = lambda: None,
) -> None:
    """Hand one letter to the outgoing server (blocking; call it in a thread). Raises `TryAgain` or `Refused`; `taken`
    is called the moment the server has taken it.

    A recipient or a content answered with 5xx is refused; 4xx, timeouts, broken connections, failed log-ins and a
    server that does not like us (greeting, our own address, "relay denied", policy) are ours to mend: later it may be
    taken.
    """
    # smtplib leaves line ends of bytes alone, and a server may cut a letter that has only line feeds
    raw = message if isinstance(message, bytes) else message.as_bytes(policy=SMTP)
    try:
        with _connected(outgoing) as server:
            server.sendmail(parseaddr(sender)[1] or sender, [recipient], raw)
            taken()
    except smtplib.SMTPRecipientsRefused as fault:
        code, text = next(iter(fault.recipients.values()))
        if _OF_US.search(_said(text)):
            raise TryAgain(f"{code} {_said(text)}") from fault
        raise _verdict(code, text) from fault
    except smtplib.SMTPSenderRefused as fault:
        if fault.smtp_code == _TOO_LARGE:  # its size was announced with the sender (RFC 1870)
            raise TooLarge(f"{fault.smtp_code} {_said(fault.smtp_error)}") from fault
        raise TryAgain(f"{fault.smtp_code} {_said(fault.smtp_error)}") from fault
    except smtplib.SMTPDataError as fault:
        raise _verdict(fault.smtp_code, fault.smtp_error) from fault
    except UnicodeError as fault:
        raise Refused(f"{recipient} is an address this way of sending cannot write") from fault
    except (smtplib.SMTPException, OSError) as fault:
        raise TryAgain(f"{type(fault).__name__}: {fault}") from fault


@contextmanager
def _connected(outgoing: Outgoing) -> Iterator[smtplib.SMTP]:
    if outgoing.security == "tls":
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(outgoing.host, outgoing.port, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(outgoing.host, outgoing.port, timeout=PATIENCE)
    try:
        if outgoing.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if outgoing.user:
            server.login(outgoing.user, secret(outgoing.password_env).get_secret_value())
        yield server
    finally:
        with suppress(smtplib.SMTPException, OSError):  # the letter is taken or not, whatever the farewell
            server.quit()
        server.close()


def _verdict(code: int, text: bytes | str) -> ShopperError:
    if code == _TOO_LARGE and _SIZE.search(_said(text)):
        return TooLarge(f"{code} {_said(text)}")
    permanent = 500 <= code < 600 and code not in (530, 534, 535, 538)  # log-in trouble is ours to mend
    return (Refused if permanent else TryAgain)(f"{code} {_said(text)}")


def _said(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
