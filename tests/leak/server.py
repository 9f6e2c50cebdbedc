"""The real server in a folder of its own: registry, counters, cache, temporary files, all that it says."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.leak.canary import PEOPLE, SLIP
from tests.lookup.registry import HEADER
from tests.small import CONTENT

ROOT = CONTENT.parent
KEY = "fedcba9876543210fedcba9876543210"
PATIENCE = 60  # seconds until a server that does not listen is a fault


class Server:
    """`python -m app` with every log at its lowest level; `leaky` is the one that leaks on purpose."""

    def __init__(self, folder: Path, leaky: bool = False) -> None:
        self.folder, self._leaky = folder, leaky
        self._process: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"

    def build(self) -> None:
        """Build the registry of the canary people; the file of them does not stay."""
        people = self.folder / "people.csv"
        people.write_text("".join([HEADER, *PEOPLE, f"{SLIP},1,,,\n"]), "utf-8")
        words = ("registry", "build", str(people), "--out", str(self.folder / "registry"))
        with (self.folder / "build.log").open("wb") as log:
            command = [sys.executable, "-m", "flask", "--app", "app", *words]
            rejects = ["--rejects", str(self.folder / "rejects.csv")]
            subprocess.run([*command, *rejects], cwd=ROOT, env=self._env(), stdout=log, stderr=log, check=True)  # noqa: S603 - ours
        people.unlink()

    def start(self) -> None:
        """Start and wait until it listens."""
        command = [sys.executable, "-m", "tests.leak.serve", *(["leaky"] if self._leaky else [])]
        out, err = self.folder / "stdout.log", self.folder / "stderr.log"
        with out.open("wb") as told, err.open("wb") as logged:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._env(), stdout=told, stderr=logged)  # noqa: S603 - ours
        until = time.monotonic() + PATIENCE
        while self.address not in out.read_text("utf-8"):
            if self._process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"the server does not listen: {err.read_text('utf-8')}")
            time.sleep(0.05)

    def spoil_registry(self) -> None:
        """Write rubbish over the snapshot that serves; a copy of it stays."""
        for path in (self.folder / "registry").glob("*.db"):
            path.with_suffix(".copy").write_bytes(path.read_bytes())
            with path.open("r+b") as file:
                file.write(b"rubbish" * (path.stat().st_size // 7 + 1))

    def kill(self) -> None:
        """End it as a power cut does: what it has in memory is not written any more."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def _env(self) -> dict[str, str]:
        temporary = self.folder / "tmp"
        temporary.mkdir(exist_ok=True)
        return {
            "PATH": os.environ["PATH"],
            "TMPDIR": str(temporary),
            "HOME": str(temporary),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PORT": str(self.port),
            "SECRET_KEY": KEY,
            "REGISTRY_KEY": KEY[::-1],
            "REGISTRY": f"sqlite:///{self.folder}/registry",
            "CACHE": str(self.folder / "cache"),
            "LIMITS": f"sqlite:///{self.folder}/limits.db",
            "FEEDBACK": f"sqlite:///{self.folder}/feedback.db",
            "PROXIES": "1",  # so that a test may come from many addresses
        }
