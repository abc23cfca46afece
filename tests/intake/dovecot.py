"""A real, unprivileged Dovecot on loopback: any user, one password, IMAP and LMTP."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from pathlib import Path

CONFIG = """
base_dir = {root}/run
state_dir = {root}/run
log_path = {root}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
auth_username_format = %Lu
recipient_delimiter = +
mail_location = maildir:{root}/mail/%d/%n
lmtp_hdr_delivery_address = original
first_valid_uid = 1
passdb {{
  driver = static
  args = password=pass
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/mail/%d/%n allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  mailbox Spam {{
    special_use = \\Junk
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
protocol lmtp {{
  mail_plugins = sieve
  postmaster_address = postmaster@shop.test
}}
plugin {{
  sieve = file:{root}/sieve/%d/%n.sieve
  sieve_vacation_send_from_recipient = yes
}}
submission_host = 127.0.0.1:{submission}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Dovecot:
    """`start`, `kill` (as a crash), `freeze`/`thaw` (stops answering), `deliver`."""

    def __init__(self, submission: int = 25) -> None:
        self.imap, self.lmtp, self.submission = free_port(), free_port(), submission
        # Dovecot's login process refuses to run as root: then it is nobody's, in a folder of nobody's
        self._user = pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")
        self.root = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self._process: subprocess.Popen[bytes] | None = None
        (self.root / "run").mkdir()
        self._config = self.root / "dovecot.conf"
        self._config.write_text(
            CONFIG.format(
                root=self.root, user=self._user.pw_name, group=grp.getgrgid(self._user.pw_gid).gr_name,
                uid=self._user.pw_uid, gid=self._user.pw_gid, imap=self.imap, lmtp=self.lmtp, submission=submission,
            )
        )  # fmt: skip
        self._give_away()

    def _give_away(self) -> None:
        for path in (self.root, *self.root.rglob("*")):
            os.chown(path, self._user.pw_uid, self._user.pw_gid)

    def start(self) -> None:
        program = shutil.which("dovecot", path="/usr/sbin:/usr/bin:/usr/local/sbin")
        assert program, "this test needs Debian's dovecot-imapd and dovecot-lmtpd"
        owner = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []} if not os.getuid() else {}
        with (self.root / "output.log").open("ab") as output:
            self._process = subprocess.Popen(
                [program, "-F", "-c", str(self._config)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True, **owner,
            )  # fmt: skip
        for _ in range(100):
            try:
                with socket.create_connection(("127.0.0.1", self.imap), timeout=0.3) as peer:
                    if peer.recv(10).startswith(b"* OK"):
                        return
            except OSError:
                time.sleep(0.05)
        self.kill()
        raise AssertionError((self.root / "dovecot.log").read_text())

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.root, ignore_errors=True)

    def _signal(self, number: signal.Signals) -> None:
        """To the whole family: login and mail processes are Dovecot's children, in its session."""
        assert self._process
        os.killpg(self._process.pid, number)

    def kill(self) -> None:
        if self._process:
            self._signal(signal.SIGKILL)
            self._process.wait()
            self._process = None
            for stale in (self.root / "run").glob("master.pid"):
                stale.unlink()

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def deliver(self, recipient: str, raw: bytes, sender: str = "sender@shop.test") -> None:
        with smtplib.LMTP("127.0.0.1", self.lmtp, local_hostname="localhost", timeout=20) as client:  # type: ignore[call-arg]
            client.sendmail(sender, [recipient], raw)

    def sieve(self, user: str, script: str) -> None:
        local, _, domain = user.partition("@")
        path = self.root / "sieve" / domain / f"{local}.sieve"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script, encoding="utf-8")
        self._give_away()
