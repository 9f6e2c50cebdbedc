"""flask feedback …: the table that editors read, and what is said when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from app import create_app
from app.feedback import Thumb, Thumbs
from app.model import Lang
from app.settings import Settings
from tests.conftest import KEY
from tests.small import CONTENT
from tests.test_feedback import NOON

DAY = 24 * 3600


def run(path: Path | None, *words: str) -> Result:
    """Run `flask feedback report` over a file."""
    made = create_app(Settings(content=CONTENT, secret_key=KEY, feedback=path))
    return made.test_cli_runner().invoke(args=["feedback", "report", *words])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a file of six thumbs of two days."""
    thumbs = Thumbs(tmp_path / "feedback.db")
    for thumb, now in (
        (Thumb("rates", Lang.KK), NOON),
        (Thumb("rates", Lang.KK), NOON),
        (Thumb("rates", Lang.KK, "unclear"), NOON),
        (Thumb("pay-debt", Lang.RU, "not-my-question"), NOON),
        (Thumb("pay-debt", Lang.RU, "wrong"), NOON + DAY),
        (Thumb("rates", Lang.RU), NOON + DAY),
    ):
        thumbs.keep(thumb, now)
    thumbs.close()
    return tmp_path / "feedback.db"


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (
            (),
            [
                "article   language  up  down  wrong  unclear  not-my-question  other",
                "pay-debt  ru         0     2      1        0                1      0",
                "rates     kk         2     1      0        1                0      0",
                "rates     ru         1     0      0        0                0      0",
                "3 up, 3 down",
            ],
        ),
        (
            ("--since", "2026-11-23"),
            [
                "article   language  up  down  wrong  unclear  not-my-question  other",
                "pay-debt  ru         0     1      1        0                0      0",
                "rates     ru         1     0      0        0                0      0",
                "1 up, 1 down",
            ],
        ),
        (
            ("--since", "2026-11-24"),
            ["article  language  up  down  wrong  unclear  not-my-question  other", "0 up, 0 down"],
        ),
    ],
)
def test_report(words: tuple[str, ...], lines: list[str], path: Path) -> None:
    result = run(path, *words)
    assert (result.exit_code, result.stdout.splitlines()) == (0, lines)


def test_a_report_writes_nothing(path: Path) -> None:
    before = path.read_bytes()
    run(path)
    assert ([left.name for left in path.parent.iterdir()], path.read_bytes()) == (["feedback.db"], before)


def test_a_report_is_read_while_the_server_writes(path: Path) -> None:
    thumbs = Thumbs(path)
    thumbs.keep(Thumb("rates", Lang.RU), NOON)
    assert run(path).stdout.splitlines()[-1] == "4 up, 3 down"
    thumbs.close()


def test_what_is_said_when_there_is_no_report(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database" * 100)
    told = [run(path) for path in (None, tmp_path / "feedback.db", broken)]
    assert [(result.exit_code, result.stderr) for result in told] == [
        (1, "Error: FEEDBACK is not set; write the file of the server, e.g. sqlite:///var/feedback.db\n"),
        (1, "Error: there is no such file yet: nobody gave a thumb, or FEEDBACK names another file\n"),
        (1, "Error: the file cannot be read: file is not a database\n"),
    ]
