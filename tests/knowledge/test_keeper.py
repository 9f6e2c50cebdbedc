"""The library that serves: what an editor breaks never takes it down, what is mended serves soon after."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.block import Span, Text
from app.knowledge.keeper import LOOK_EVERY, Keeper, Loaded, NoLibrary, fingerprint, load
from app.model import Lang
from tests.conftest import TODAY
from tests.small import GUIDE, TALK, edit, put

FEE, PLACE = "ru/payment/fee.md", "ru/payment/place.md"
TITEL = "{}:2: unknown key 'titel'; did you mean 'title'?"
ALL = sorted(("elsewhere-taxes", "fee", "people", "place", *TALK, *GUIDE))


@dataclass
class Hand:
    """A clock that a test winds, and renewals that it runs when it likes."""

    now: float = 0.0
    works: list[Callable[[], None]] = field(default_factory=list)

    def later(self) -> None:
        """Let the time of a look pass."""
        self.now += LOOK_EVERY

    def work(self) -> None:
        """Run what waits."""
        while self.works:
            self.works.pop(0)()


def at_once(work: Callable[[], None]) -> None:
    """Run a renewal synchronously."""
    work()


def keeper_of(root: Path, hand: Hand, run: Callable[[Callable[[], None]], None] = at_once) -> Keeper:
    """Return a keeper of a folder with a clock and a way to run handed in."""
    return Keeper(lambda: load(root, TODAY), lambda: fingerprint(root), run=run, clock=lambda: hand.now)


def said(keeper: Keeper, slug: str = "place") -> str:
    """Return the first text of a Russian article that serves; an empty string for none."""
    article = keeper.library.get(slug, Lang.RU)
    if article is None:
        return ""
    assert isinstance(article.blocks[0], Text)
    return article.blocks[0].spans[0].text


def told(keeper: Keeper) -> list[str]:
    """Return the faults of the newest content."""
    return [str(fault) for fault in keeper.faults]


def test_a_good_edit_serves_at_the_next_look(small: Path) -> None:
    hand = Hand()
    keeper = keeper_of(small, hand)
    edit(small, PLACE, "Это текст статьи.", "Это новый текст.")
    early = said(keeper)
    hand.later()
    assert (early, said(keeper), told(keeper)) == ("Это текст статьи.", "Это новый текст.", [])


def test_a_broken_edit_keeps_the_last_good_library_and_tells_the_fault(small: Path) -> None:
    hand = Hand()
    keeper = keeper_of(small, hand)
    version = keeper.library.version
    edit(small, PLACE, "title: Где", "titel: Где")
    edit(small, FEE, "В {{ year }}", "Теперь в {{ year }}")
    hand.later()
    assert (said(keeper), said(keeper, "fee"), keeper.library.version) == (
        "Это текст статьи.",
        "В {{ year }} году взнос – {{ self_payer.month }} в месяц.",
        version,
    )
    assert told(keeper) == [TITEL.format(PLACE)]
    edit(small, PLACE, "titel: Где", "title: Где")
    hand.later()
    assert (said(keeper, "fee"), keeper.library.version == version) == (
        "Теперь в {{ year }} году взнос – {{ self_payer.month }} в месяц.",
        False,
    )
    assert told(keeper) == []


def test_a_file_for_all_that_breaks_keeps_the_last_good_library(small: Path) -> None:
    hand = Hand()
    keeper = keeper_of(small, hand)
    edit(small, "rates.yaml", "mci:", "mic:")
    hand.later()
    assert (said(keeper), told(keeper)) == (
        "Это текст статьи.",
        ["rates.yaml:4: unknown figure 'mic'; did you mean 'mci'?"],
    )


def test_a_broken_page_at_the_start_leaves_the_rest_serving(small: Path) -> None:
    hand = Hand()
    edit(small, PLACE, "title: Где", "titel: Где")
    keeper = keeper_of(small, hand)
    assert sorted(keeper.library.articles) == [slug for slug in ALL if slug != "place"]
    assert list(keeper.library.front.doors) == ["fee"]
    assert told(keeper) == [TITEL.format(PLACE)]
    edit(small, PLACE, "titel: Где", "title: Где")
    hand.later()
    assert (sorted(keeper.library.articles), list(keeper.library.front.doors)) == (ALL, ["fee", "place"])


def test_a_page_broken_in_both_languages_leaves_the_rest_serving(small: Path) -> None:
    for name in ("ru/benefits/people.md", "kk/benefits/people.md"):
        edit(small, name, "sources:", "related: [place]\nsources:")
    edit(small, PLACE, "title: Где", "titel: Где")
    edit(small, PLACE.replace("ru/", "kk/"), "title: Қайда", "titel: Қайда")
    loaded = load(small, TODAY)
    assert loaded.library
    assert sorted(loaded.library.articles) == [slug for slug in ALL if slug != "place"]


def test_a_folder_without_a_good_page_for_its_links_drops_the_links(small: Path) -> None:
    for name in ("ru/benefits/people.md", "kk/benefits/people.md"):
        edit(small, name, "sources:", "related: [place, fee]\nsources:")
    edit(small, PLACE, "title: Где", "titel: Где")
    library = load(small, TODAY).library
    assert library
    assert library.articles["people"][Lang.KK].related == ("fee",)


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("rates.yaml", "mci:", "mic:", "rates.yaml:4: unknown figure 'mic'; did you mean 'mci'?"),
        ("front.yaml", "doors:", "dors:", "front.yaml:1: front.yaml holds 'doors' and 'asked', lists of slugs"),
        ("emergency.yaml", "calm:", "clam:", "emergency.yaml:1: emergency.yaml holds the lists always, unless, calm"),
        (
            "glossary.yaml",
            "взнос, жарна",
            "взнос",
            "glossary.yaml:1: a row needs two words or more, with commas between them",
        ),
        ("ru/talk/nothing.md", "title:", "titel:", TITEL.format("ru/talk/nothing.md")),
    ],
)
def test_without_what_all_replies_need_nothing_starts(name: str, old: str, new: str, fault: str, small: Path) -> None:
    edit(small, name, old, new)
    with pytest.raises(NoLibrary) as raised:
        keeper_of(small, Hand())
    assert str(raised.value) == fault


def test_all_faults_are_told_when_nothing_starts(small: Path) -> None:
    edit(small, "rates.yaml", "mci:", "mic:")
    edit(small, PLACE, "title: Где", "titel: Где")
    with pytest.raises(NoLibrary) as raised:
        keeper_of(small, Hand())
    assert str(raised.value).splitlines() == [
        "rates.yaml:4: unknown figure 'mic'; did you mean 'mci'?",
        TITEL.format(PLACE),
    ]


def test_the_folder_is_looked_at_once_in_a_while(small: Path) -> None:
    hand = Hand()
    looks: list[float] = []
    loaded = load(small, TODAY)
    keeper = Keeper(lambda: loaded, lambda: looks.append(hand.now), run=at_once, clock=lambda: hand.now)
    for _ in range(5):
        keeper.serving()
    hand.later()
    for _ in range(5):
        keeper.serving()
    assert looks == [0.0, LOOK_EVERY]


def test_while_a_change_is_read_the_old_serves_and_no_second_reading_begins(small: Path) -> None:
    hand = Hand()
    keeper = keeper_of(small, hand, run=hand.works.append)
    edit(small, PLACE, "Это текст статьи.", "Это новый текст.")
    hand.later()
    before = said(keeper)
    edit(small, PLACE, "Это новый текст.", "Это новейший текст.")
    hand.later()
    during = said(keeper), len(hand.works)
    hand.work()
    after = said(keeper)
    assert (before, during, after) == ("Это текст статьи.", ("Это текст статьи.", 1), "Это новейший текст.")


def test_a_file_that_vanishes_while_read_is_read_at_the_next_look(small: Path) -> None:
    hand, gone = Hand(), [False]

    def read() -> Loaded:
        if gone.pop():
            gone.append(False)
            raise FileNotFoundError(2, "No such file")
        gone.append(False)
        return load(small, TODAY)

    keeper = Keeper(read, lambda: fingerprint(small), run=at_once, clock=lambda: hand.now)
    edit(small, PLACE, "Это текст статьи.", "Это новый текст.")
    gone[0] = True
    hand.later()
    first = said(keeper)
    hand.later()
    assert (first, said(keeper)) == ("Это текст статьи.", "Это новый текст.")


def test_a_folder_that_cannot_be_looked_at_goes_on_serving(small: Path) -> None:
    hand, gone = Hand(), [False]

    def look() -> object:
        if gone[0]:
            raise FileNotFoundError(2, "No such folder")
        return fingerprint(small)

    keeper = Keeper(lambda: load(small, TODAY), look, run=at_once, clock=lambda: hand.now)
    gone[0] = True
    hand.later()
    first = said(keeper)
    gone[0] = False
    edit(small, PLACE, "Это текст статьи.", "Это новый текст.")
    hand.later()
    assert (first, said(keeper)) == ("Это текст статьи.", "Это новый текст.")


def test_faults_go_to_the_log_with_their_place(small: Path, caplog: pytest.LogCaptureFixture) -> None:
    edit(small, PLACE, "title: Где", "titel: Где")
    with caplog.at_level(logging.INFO):
        keeper_of(small, Hand())
    assert caplog.record_tuples == [("komek.content", logging.ERROR, TITEL.format(PLACE))]


def test_the_fingerprint_sees_a_change_a_new_file_and_a_removed_one(small: Path) -> None:
    seen = [fingerprint(small)]
    edit(small, PLACE, "Это текст статьи.", "Это новый текст.")
    seen.append(fingerprint(small))
    put(small, "ru/payment/more.md", "x")
    seen.append(fingerprint(small))
    (small / "ru/payment/more.md").unlink()
    seen.append(fingerprint(small))
    assert [seen[at] == seen[at + 1] for at in range(3)] == [False] * 3
    assert fingerprint(small) == seen[-1]


def test_the_index_is_kept_for_the_next_start(small: Path, tmp_path: Path) -> None:
    cache = tmp_path / "kept"
    first = load(small, TODAY, cache)
    names = [path.name for path in cache.iterdir()]
    again = load(small, TODAY, cache)
    assert first.library
    assert again.library
    assert (again.library.articles, again.library.version) == (first.library.articles, first.library.version)
    edit(small, PLACE, "Это текст статьи.", "Это новый текст.")
    changed = load(small, TODAY, cache).library
    assert changed
    assert changed.version != first.library.version
    later = [path.name for path in cache.iterdir()]
    assert (len(names), len(later), names == later) == (1, 1, False)


def test_content_with_a_fault_is_not_kept(small: Path, tmp_path: Path) -> None:
    edit(small, PLACE, "title: Где", "titel: Где")
    load(small, TODAY, tmp_path / "kept")
    assert list(tmp_path.glob("kept/*")) == []


@pytest.mark.parametrize("damage", [b"", b"not a library"])
def test_a_damaged_index_is_made_anew(damage: bytes, small: Path, tmp_path: Path) -> None:
    cache = tmp_path / "kept"
    load(small, TODAY, cache)
    (kept,) = cache.iterdir()
    kept.write_bytes(damage)
    loaded = load(small, TODAY, cache)
    assert loaded.library
    assert (sorted(loaded.library.articles), kept.read_bytes() == damage) == (ALL, False)


def test_without_a_place_for_the_index_the_content_serves(small: Path, tmp_path: Path) -> None:
    put(tmp_path, "full", "a file where a folder is wanted")
    loaded = load(small, TODAY, tmp_path / "full" / "kept")
    assert loaded.library
    assert sorted(loaded.library.articles) == ALL


def test_texts_of_both_languages_serve(small: Path) -> None:
    library = load(small, TODAY).library
    assert library
    assert {lang: library.articles["place"][lang].blocks for lang in Lang} == {
        Lang.RU: (Text((Span("Это текст статьи."),)),),
        Lang.KK: (Text((Span("Бұл мақаланың мәтіні."),)),),
    }
