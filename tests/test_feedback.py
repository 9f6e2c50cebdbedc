"""The file of thumbs: its rows exactly, its bound, and what happens when the disk does not do its part."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.feedback import REST, WAIT, Opinion, Thumb, Thumbs, connect, opinions
from app.model import Lang

NOON = 1_795_330_800  # 22 November 2026, 12:00:00 in Kazakhstan, 07:00 UTC
HOUR = 3600
UP = Thumb("rates", Lang.RU)
DOWN = Thumb("rates", Lang.KK, "unclear")


def rows_of(path: Path) -> list[tuple[str | None, ...]]:
    """Return all that the file holds, in the order in which it came."""
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT * FROM thumb").fetchall()


def test_a_row_holds_five_things_and_nothing_else(tmp_path: Path) -> None:
    thumbs = Thumbs(tmp_path / "feedback.db")
    assert (thumbs.keep(UP, NOON), thumbs.keep(DOWN, NOON + HOUR)) == (True, True)
    thumbs.close()
    assert [path.name for path in tmp_path.iterdir()] == ["feedback.db"]
    assert rows_of(tmp_path / "feedback.db") == [
        ("2026-11-22T07:00Z", "ru", "rates", "up", None),
        ("2026-11-22T08:00Z", "kk", "rates", "down", "unclear"),
    ]
    with closing(sqlite3.connect(tmp_path / "feedback.db")) as file:
        (tables,) = file.execute("SELECT group_concat(name) FROM sqlite_master").fetchall()
        columns = [(name, kind, needed) for _, name, kind, needed, _, _ in file.execute("PRAGMA table_info(thumb)")]
    assert tables == ("thumb",)
    assert columns == [
        ("hour", "TEXT", 1),
        ("lang", "TEXT", 1),
        ("slug", "TEXT", 1),
        ("thumb", "TEXT", 1),
        ("reason", "TEXT", 0),
    ]


@pytest.mark.parametrize(
    ("now", "hour"),
    [
        (NOON, "2026-11-22T07:00Z"),
        (NOON + 3599.999, "2026-11-22T07:00Z"),
        (NOON + HOUR, "2026-11-22T08:00Z"),
        (NOON - 0.001, "2026-11-22T06:00Z"),
        (NOON + 12 * HOUR, "2026-11-22T19:00Z"),  # midnight in Kazakhstan: the day of the file is UTC's
        (NOON + 17 * HOUR, "2026-11-23T00:00Z"),
    ],
)
def test_the_time_is_the_hour_and_no_more(now: float, hour: str, tmp_path: Path) -> None:
    thumbs = Thumbs(tmp_path / "feedback.db")
    thumbs.keep(UP, now)
    thumbs.close()
    assert rows_of(tmp_path / "feedback.db") == [(hour, "ru", "rates", "up", None)]


def test_the_oldest_go_when_there_are_too_many(tmp_path: Path) -> None:
    thumbs = Thumbs(tmp_path / "feedback.db", max_rows=3)
    for n in range(5):
        thumbs.keep(Thumb(f"article-{n}", Lang.RU), NOON)
    thumbs.close()
    assert [row[2] for row in rows_of(tmp_path / "feedback.db")] == ["article-2", "article-3", "article-4"]


def test_what_is_deleted_by_hand_does_not_come_back(tmp_path: Path) -> None:
    thumbs = Thumbs(tmp_path / "feedback.db")
    thumbs.keep(UP, NOON)
    with closing(sqlite3.connect(tmp_path / "feedback.db")) as file, file:
        file.execute("DELETE FROM thumb")
    assert thumbs.keep(DOWN, NOON) is True
    thumbs.close()
    assert [row[3] for row in rows_of(tmp_path / "feedback.db")] == ["down"]


def test_threads_and_files_of_their_own_lose_nothing(tmp_path: Path) -> None:
    both = [Thumbs(tmp_path / "feedback.db") for _ in range(2)]
    assert [thumbs.keep(UP, NOON) for thumbs in both] == [True, True]
    kept: list[bool] = []

    def run(thumbs: Thumbs) -> None:
        for _ in range(20):
            kept.append(thumbs.keep(UP, NOON))

    threads = [threading.Thread(target=run, args=(thumbs,)) for thumbs in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for thumbs in both:
        thumbs.close()
    assert len(rows_of(tmp_path / "feedback.db")) == 2 + sum(kept)


def _full(path: Path) -> sqlite3.Connection:
    """Open a file that may have no page more than the table needs."""
    file = connect(path)
    file.execute("PRAGMA max_page_count = 2")
    return file


def _locked(path: Path) -> sqlite3.Connection:
    """Open a file that another writes to and does not end, with the wait that others have."""
    file = connect(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    HELD.append(other)
    return file


def _no_disk(path: Path) -> sqlite3.Connection:
    """Fail as a disk that is gone."""
    raise OSError(f"no disk with {path}")


HELD: list[sqlite3.Connection] = []
Connect = Callable[[Path], sqlite3.Connection]


@pytest.mark.parametrize(
    ("broken", "said"),
    [(_locked, "SQLITE_BUSY"), (_no_disk, "OSError"), (lambda path: connect(path / "no"), "SQLITE_CANTOPEN")],
    ids=["locked", "no disk", "no folder"],
)
def test_a_file_that_fails_drops_the_thumb_with_one_line(
    broken: Connect, said: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    thumbs = Thumbs(tmp_path / "feedback.db", broken)
    with caplog.at_level(logging.DEBUG):
        kept = [thumbs.keep(DOWN, NOON + seconds) for seconds in (0, 1, REST - 1)]
    while HELD:
        HELD.pop().close()
    assert kept == [False] * 3
    assert [record.getMessage() for record in caplog.records] == [
        f"a thumb is dropped: {said}; the file is left alone for 10 s"
    ]


def test_a_full_disk_drops_the_thumb_and_spoils_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    thumbs = Thumbs(tmp_path / "feedback.db", _full)
    with caplog.at_level(logging.DEBUG):
        kept = [thumbs.keep(UP, NOON) for _ in range(200)]
    thumbs.close()
    room = kept.index(False)
    assert (kept, room > 50) == ([True] * room + [False] * (200 - room), True)
    assert rows_of(tmp_path / "feedback.db") == [("2026-11-22T07:00Z", "ru", "rates", "up", None)] * room
    assert [record.getMessage() for record in caplog.records] == [
        "a thumb is dropped: SQLITE_FULL; the file is left alone for 10 s"
    ]


@pytest.mark.parametrize(("later", "kept"), [(REST - 0.1, False), (REST, True), (-1, True)])  # -1: the clock set back
def test_a_file_that_failed_is_tried_again(later: float, kept: bool, tmp_path: Path) -> None:
    folder = tmp_path / "later"
    thumbs = Thumbs(folder / "feedback.db")
    assert thumbs.keep(UP, NOON) is False
    folder.mkdir()
    assert thumbs.keep(UP, NOON + later) is kept
    thumbs.close()


def test_a_broken_file_is_left_as_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "feedback.db"
    path.write_bytes(b"no database" * 100)
    assert Thumbs(path).keep(UP, NOON) is False
    assert path.read_bytes() == b"no database" * 100
    assert [record.getMessage() for record in caplog.records] == [
        "a thumb is dropped: SQLITE_NOTADB; the file is left alone for 10 s"
    ]


def test_a_disk_that_hangs_holds_one_thread(tmp_path: Path) -> None:
    hanging, free = threading.Event(), threading.Event()

    def hang(path: Path) -> sqlite3.Connection:
        hanging.set()
        free.wait(10)  # seconds: a keep() that waits too is seen, and does not wait for ever
        return connect(path)

    thumbs = Thumbs(tmp_path / "feedback.db", hang)
    first = threading.Thread(target=thumbs.keep, args=(UP, NOON))
    first.start()
    hanging.wait()
    assert thumbs.keep(DOWN, NOON) is False
    free.set()
    first.join()
    thumbs.close()
    assert [row[3] for row in rows_of(tmp_path / "feedback.db")] == ["up"]


def test_the_wait_is_some_milliseconds(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "feedback.db")) as file:
        assert (file.execute("PRAGMA busy_timeout").fetchone(), WAIT) == ((50,), 0.05)


def test_opinions_are_counted_by_article_and_language(tmp_path: Path) -> None:
    path = tmp_path / "feedback.db"
    thumbs = Thumbs(path)
    for thumb, now in (
        (UP, NOON),
        (UP, NOON + HOUR),
        (Thumb("rates", Lang.KK), NOON),
        (Thumb("debt", Lang.RU, "wrong"), NOON),
        (Thumb("debt", Lang.RU, "wrong"), NOON + 24 * HOUR),
        (Thumb("debt", Lang.RU, "other"), NOON + 24 * HOUR),
        (Thumb("debt", Lang.RU, "not-my-question"), NOON + 24 * HOUR),
        (Thumb("rates", Lang.RU, "unclear"), NOON + 24 * HOUR),
    ):
        thumbs.keep(thumb, now)
    assert opinions(path) == [
        Opinion("debt", "ru", 0, 4, (2, 0, 1, 1)),
        Opinion("rates", "ru", 2, 1, (0, 1, 0, 0)),
        Opinion("rates", "kk", 1, 0, (0, 0, 0, 0)),
    ]
    assert opinions(path, "2026-11-23") == [
        Opinion("debt", "ru", 0, 3, (1, 0, 1, 1)),
        Opinion("rates", "ru", 0, 1, (0, 1, 0, 0)),
    ]
    assert opinions(path, "2026-11-24") == []
    thumbs.close()
