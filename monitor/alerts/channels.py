"""Room alerts: every channel but mail, through one library (Apprise): Telegram, Slack, webhooks, …

Addresses carry secrets, so they come from the environment and are never logged.
"""

from __future__ import annotations

import logging
from typing import Any

from monitor.alerts.mail import Refused, TryAgain
from monitor.settings import ChannelAddress, secret

apprise: Any
try:
    import apprise
except ImportError:  # the extra [channels] is not installed
    apprise = None

_ITS_LOG = logging.getLogger("apprise")
_ITS_LOG.propagate = False  # it writes down the address it cannot read, secret and all
_ITS_LOG.addHandler(logging.NullHandler())


def push(channel: ChannelAddress, title: str, text: str) -> None:
    """Send one message (blocking; call it in a thread). `Refused` when the address is no good, `TryAgain` when the
    service did not take it, `UserFault` when the variable is not set."""
    if apprise is None:
        raise Refused(f'channel {channel.name} needs Apprise: pip install "mystery-shopper[channels]"')
    sender = apprise.Apprise()
    if not sender.add(secret(channel.url_env).get_secret_value()):
        raise Refused(f"channel {channel.name}: what {channel.url_env} holds is no address Apprise knows")
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as said:
        taken = sender.notify(title=title, body=text, body_format=apprise.NotifyFormat.TEXT)
        why = [line for line in said.getvalue().splitlines() if line and "://" not in line]
    if not taken:
        raise TryAgain(f"channel {channel.name} did not take the message: {' '.join(why)}".rstrip(": "))
