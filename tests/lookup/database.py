"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket in it, without TCP."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg

WANTED = "PostgreSQL is not installed; install it for these tests: sudo apt-get install postgresql"
_DEBIAN = "/usr/lib/postgresql"  # its programs are not on the path
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=40", "listen_addresses=")
SOON = 60.0  # seconds, a bound for what takes one


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, None when it is not installed."""
    newest = sorted(Path(_DEBIAN).glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))[-1:]
    found = newest or [Path(path) for path in [shutil.which("initdb")] if path]
    return found[0].parent if found else None


class Database:
    """A server that the test starts, stops and freezes. It runs as another user when the tests run as root."""

    def __init__(self, bin_folder: Path) -> None:
        self._bin = bin_folder
        self._user = _other_user() if os.getuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="komek-"))
        if self._user:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        self._data = self.folder / "data"
        self.url = f"postgresql://komek@/postgres?host={self.folder}"
        made = self._run("initdb", "-D", self._data, "-U", "komek", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        if made.wait(SOON):
            raise RuntimeError(f"initdb failed: {(self.folder / 'log').read_text()}")
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = [word for setting in _QUICK for word in ("-c", setting)]
        self._server = self._run("postgres", "-D", self._data, "-k", self.folder, *settings)
        while True:
            try:
                psycopg.connect(self.url).close()
                return
            except psycopg.OperationalError as error:
                if self._server.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()) from error

    @property
    def running(self) -> bool:
        """Say whether it was started and not stopped."""
        return self._server is not None

    def stop(self) -> None:
        """Stop it, cutting every connection."""
        if self._server:
            self.send(signal.SIGCONT)
            self.send(signal.SIGINT)
            self._server.wait(SOON)
            self._server = None

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the server: it takes new connections, others of its processes answer."""
        assert self._server
        self._server.send_signal(number)

    def remove(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *words: object) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - no word of it comes from outside
                [self._bin / program, *map(str, words)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                user=self._user.pw_uid if self._user else None,
                group=self._user.pw_gid if self._user else None,
                extra_groups=[] if self._user else None,
            )


def _other_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody'")
