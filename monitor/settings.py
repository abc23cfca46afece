"""Where things are: database, evidence, doors, outgoing mail. Secrets come from the environment only.

The programme file's `[house]` table becomes a `Settings`; a secret is named by the environment
variable that holds it (`password_env`), read at the moment of use, and never logged.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from monitor.domain.errors import Fault, UserFault


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SmtpDoor(_Strict):
    """Our own SMTP door: accepts letters to any address at the mail domain, relays nothing."""

    name: str = Field("door", description="a name of your own")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(2525, ge=0, le=65535, description="port to listen on; 0 picks a free one")
    hostname: str = Field("mx.shopper.invalid", description="the name written into our Received line")
    maximum_bytes: int = Field(
        40_000_000, ge=10_000, description="largest letter accepted; the big providers send up to 35 MB"
    )
    certificate: Path | None = Field(
        None,
        description="certificate chain (PEM) for STARTTLS, read anew when it is renewed; none: letters come unencrypted",
        examples=["/etc/letsencrypt/live/mx.shopper.example/fullchain.pem"],
    )
    key: Path | None = Field(
        None,
        description="its private key (PEM); default: in the certificate's file",
        examples=["/etc/letsencrypt/live/mx.shopper.example/privkey.pem"],
    )
    protocol: str = Field(
        "smtp", pattern="^(smtp|lmtp)$", description="smtp, or lmtp when your own mail server delivers to us"
    )


class ImapDoor(_Strict):
    """A mailbox elsewhere, read over IMAP."""

    name: str = Field(description="a name of your own", examples=["mailbox"])
    host: str = Field(description="the mail server", examples=["imap.shopper.example"])
    port: int = Field(993, ge=1, le=65535, description="its IMAP port")
    user: str = Field(description="the mailbox's user name", examples=["shopper@shopper.example"])
    password_env: str = Field("", description="environment variable that holds the password")
    token_command: str = Field("", description="command that prints an OAuth2 access token")
    security: str = Field(
        "tls", pattern="^(tls|starttls|none)$", description="tls, starttls or none; `none` only on loopback"
    )
    folders: tuple[str, ...] = Field(("INBOX",), description="folders swept; the spam folder is added when announced")
    address: str = Field(
        "", description="an address that lands in this mailbox and not at the mail domain: it gets canaries of its own"
    )


class MaildirDoor(_Strict):
    """A folder our own mail server delivers to."""

    name: str = Field(description="a name of your own", examples=["spool"])
    path: Path = Field(description="the folder", examples=["/var/mail/shopper"])


class CallDoor(_Strict):
    """A phone provider that tells us of calls and SMS: it posts to `/in/{endpoint}` on `[house.web]`."""

    name: str = Field(min_length=1, description="a name of your own", examples=["pbx"])
    provider: str = Field(
        "generic",
        pattern="^(generic|twilio|zadarma)$",
        description="generic (anything that signs as docs/how-to/calls.md says), twilio or zadarma (Novofon too)",
    )
    endpoint: str = Field(
        pattern="^[A-Za-z0-9_-]{16,64}$",
        description="the end of its web address: 16 to 64 random letters and digits nobody can guess",
        examples=["k3v9x2mq7w5t8r4n"],
    )
    secret_env: str = Field(
        min_length=1, description="environment variable that holds the signing secret", examples=["SHOPPER_PBX_SECRET"]
    )
    old_secret_env: str = Field("", description="while a secret is being replaced: the variable that holds the old one")
    public_url: str = Field(
        "",
        pattern="^(https?://.+)?$",
        description="Twilio signs its own idea of our address: the one given there; default: from web.public_url",
        examples=["https://shopper.example/in/k3v9x2mq7w5t8r4n"],
    )
    numbers: tuple[Annotated[str, Field(pattern=r"^\+[1-9]\d{6,14}$")], ...] = Field(
        description="our numbers behind it, with + and country code", examples=[["+74951112233"]]
    )
    test_callers: tuple[Annotated[str, Field(pattern=r"^\+[1-9]\d{6,14}$")], ...] = Field(
        (), description="numbers we ring ourselves from, to prove that calls are heard", examples=[["+74954445566"]]
    )


class Outgoing(_Strict):
    """How our own letters (alerts, reports, canaries) leave."""

    host: str = Field(
        "", description="the server that takes our letters; none: no letter leaves", examples=["smtp.shopper.example"]
    )
    port: int = Field(587, ge=1, le=65535, description="its port")
    security: str = Field("starttls", pattern="^(tls|starttls|none)$", description="tls, starttls or none")
    user: str = Field("", description="user name there; none: no login", examples=["shopper@shopper.example"])
    password_env: str = Field(
        "", description="environment variable that holds the password", examples=["SHOPPER_SMTP_PASSWORD"]
    )
    sender: str = Field("", description="From address of alerts and reports")


class ChannelAddress(_Strict):
    """Another way to people: Telegram, Slack, a webhook, … (`pip install "mystery-shopper[channels]"`)."""

    name: str = Field(min_length=1, description="a name of your own, not mail", examples=["telegram"])
    url_env: str = Field(
        description="environment variable that holds its Apprise address", examples=["SHOPPER_TELEGRAM"]
    )


class Web(_Strict):
    """Our own small web server, inside `shopper run`: health, metrics, links in letters."""

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8040, ge=0, le=65535, description="port to listen on; 0 picks a free one")
    public_url: str = Field(
        "",
        pattern="^(https?://.+)?$",
        description="how people's browsers reach it, for links in letters; none: no links",
        examples=["https://shopper.example"],
    )


class Settings(_Strict):
    """Everything about the house itself. `var` is the folder for database, evidence and reports."""

    var: Path = Field(Path("var"), description="folder for database, evidence and reports")
    database: str = Field("", description="SQLAlchemy URL; default: SQLite in `var`")
    browser: str = Field("", description="path of the browser to use; default: the first that works")
    browser_memory: int = Field(
        1500,
        ge=400,
        description="megabytes the browser's processes may take together: a browser that grew to it is replaced, and of "
        "the pages open at once the one that takes most is ended, as our fault",
    )
    smtp_doors: tuple[SmtpDoor, ...] = Field((), description="our own SMTP doors")
    imap_doors: tuple[ImapDoor, ...] = Field((), description="mailboxes read over IMAP")
    maildir_doors: tuple[MaildirDoor, ...] = Field((), description="mail folders on this machine")
    call_doors: tuple[CallDoor, ...] = Field((), description="providers that tell us of calls and SMS")
    outgoing: Outgoing = Field(Outgoing(), description="how our own letters leave")

    channels: tuple[ChannelAddress, ...] = Field((), description="ways to people other than mail")
    web: Web | None = Field(None, description="our own web server; left out: none")

    @property
    def database_url(self) -> str:
        """`SHOPPER_DATABASE` from the environment, else `database`, else SQLite in `var`."""
        return os.environ.get("SHOPPER_DATABASE") or self.database or f"sqlite:///{self.var / 'shopper.db'}"

    @property
    def evidence(self) -> Path:
        return self.var / "evidence"

    @property
    def reports(self) -> Path:
        return self.var / "reports"

    @property
    def handed(self) -> Path:
        """Where it is noted which letters a server has taken, until the database knows."""
        return self.var / "handed"


def secret(name: str) -> SecretStr:
    """The secret held by environment variable `name`; `UserFault` when it is not set."""
    value = os.environ.get(name, "")
    if name and not value:
        raise UserFault(
            (Fault(place=f"environment variable {name}", found="it is not set", remedy=f"set it: export {name}=…"),)
        )
    return SecretStr(value)


def signing_secret() -> str:
    """The secret that signs links in letters; "" when `SHOPPER_SECRET` is not set: then letters carry no links."""
    return os.environ.get("SHOPPER_SECRET", "")
