"""The real content: whole, in both languages, with phrasings enough, none of them a question it is scored on."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from app.cli.content import asker
from app.dialogue.decision import Decision
from app.dialogue.reply import compose
from app.knowledge.check import MIN_ASKS, check
from app.knowledge.keeper import Loaded
from app.knowledge.library import Library
from app.knowledge.score import read_rows, score
from app.knowledge.shelf import Shelf, read_shelf
from app.knowledge.text import fold, words_of
from app.model import Kind, Lang
from app.render import to_json, to_text
from tests.conftest import TODAY

HERE = Path(__file__).resolve().parent
PLACES = HERE.joinpath("content-map.txt").read_text("utf-8").split()
DEV = [json.loads(line) for line in HERE.joinpath("content", "dev.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="session")
def shelf(content: Path) -> Shelf:
    """Return the real content as read from disk."""
    return read_shelf(content)


def folded(text: str) -> str:
    """Return a text as the search sees it."""
    return " ".join(fold(word) for word in words_of(text))


def test_the_map_is_whole() -> None:
    assert Counter(place.split("/")[0] for place in PLACES) == {
        "status": 17,
        "payment": 27,
        "benefits": 22,
        "care": 14,
        "about": 3,
        "contact": 5,
    }


@pytest.mark.parametrize("lang", Lang)
def test_every_article_of_the_map_exists(lang: Lang, shelf: Shelf) -> None:
    there = {draft.path for draft in shelf.drafts}
    assert [place for place in PLACES if f"{lang}/{place}.md" not in there] == []


@pytest.mark.parametrize("lang", Lang)
def test_no_article_beside_the_map(lang: Lang, shelf: Shelf) -> None:
    ours = {
        f"{draft.article.group}/{draft.article.slug}"
        for draft in shelf.drafts
        if draft.article.lang is lang and draft.article.group not in ("talk", "elsewhere", "guide")
    }
    assert sorted(ours - set(PLACES)) == []


def test_every_article_of_the_map_has_phrasings_enough(shelf: Shelf) -> None:
    few = {
        draft.path: len(draft.article.ask)
        for draft in shelf.drafts
        if draft.article.group not in ("talk", "elsewhere", "guide") and len(draft.article.ask) < 25
    }
    assert (few, MIN_ASKS) == ({}, 25)


@pytest.mark.parametrize("day", [TODAY, date(2027, 1, 1), date(2029, 1, 1)])
def test_the_content_has_no_fault_whatever_the_day(day: date, shelf: Shelf) -> None:
    assert [str(fault) for fault in check(shelf, day) if not fault.warning] == []


def test_everything_that_was_read_serves(loaded: Loaded, shelf: Shelf) -> None:
    assert loaded.library
    assert (set(loaded.library.articles), loaded.faults) == ({draft.article.slug for draft in shelf.drafts}, ())


def test_every_reply_to_a_citizen_says_where_it_is_written(library: Library) -> None:
    untold = [
        slug
        for slug, pair in library.articles.items()
        for article in pair.values()
        if article.kind in (Kind.ANSWER, Kind.ELSEWHERE) and not (article.sources and article.reviewed)
    ]
    assert untold == []


def test_the_questions_of_scoring_are_no_phrasings(shelf: Shelf) -> None:
    drafts = [draft for draft in shelf.drafts if draft.article.group != "talk"]  # «привет» can be said in one way only
    said = {folded(ask): draft.path for draft in drafts for ask in draft.article.ask}
    assert {row["text"]: said[folded(row["text"])] for row in DEV if folded(row["text"]) in said} == {}


def test_the_questions_of_scoring_are_not_learned_from(content: Path) -> None:
    learned = {folded(line) for line in (content / "off-topic.yaml").read_text("utf-8").splitlines()}
    asked = (content / "asked.jsonl").read_text("utf-8").splitlines()
    learned |= {folded(json.loads(line)["text"]) for line in asked if line.strip()}
    assert [row["text"] for row in DEV if folded(row["text"]) in learned - {""}] == []


def test_the_questions_of_scoring_expect_what_exists(library: Library) -> None:
    unknown = {slug for row in DEV for slug in row["expect"]} - library.articles.keys()
    assert (len(DEV), unknown) == (444, set())


ACCEPTED = json.loads(HERE.joinpath("content", "accepted.json").read_text("utf-8"))


@pytest.mark.parametrize("file", ACCEPTED)
def test_no_figure_falls_below_the_last_accepted(file: str, library: Library) -> None:
    result = score(read_rows(HERE.joinpath("content", file).read_text("utf-8")), asker(library))
    inside, outside, accepted = result["in_scope"], result["off_topic"], ACCEPTED[file]
    figures = {
        "right": inside["right"],
        "right_or_offered": inside["right"] + inside["offered"],
        "wrong": inside["wrong"],
        "false_answers": outside["false_answers"],
        "bothered": outside["bothered"],
    }
    better = {name: figures[name] - accepted[name] for name in ("right", "right_or_offered")}
    worse = {name: figures[name] - accepted[name] for name in ("wrong", "false_answers", "bothered")}
    assert ({name for name in better if better[name] < 0}, {name for name in worse if worse[name] > 0}) == (
        set(),
        set(),
    )


@pytest.mark.parametrize(
    ("slug", "figures"),
    [
        ("rate-self-payer", ["2026", "4 250 ₸", "51 000 ₸", "5 %", "85 000 ₸"]),
        ("rate-entrepreneur", ["2026", "5 950 ₸", "71 400 ₸"]),
        ("rate-employee", ["2026", "2 %", "34 000 ₸"]),
        ("rate-employer", ["2026", "3 %", "102 000 ₸"]),
        ("self-employed", ["2026", "1 %", "4 %", "1 297 500 ₸"]),
        ("prepay-year", ["2026", "4 250 ₸", "51 000 ₸"]),
    ],
)
@pytest.mark.parametrize("lang", Lang)
def test_the_figures_a_citizen_reads(slug: str, figures: list[str], lang: Lang, library: Library) -> None:
    told = to_text(compose(Decision(Kind.ANSWER, (slug,), lang), library, TODAY)).replace("\u00a0", " ")
    assert [figure for figure in figures if figure not in told] == []


def test_the_emergency_reply_names_both_numbers_first(library: Library) -> None:
    for lang in Lang:
        blocks = to_json(compose(Decision(Kind.EMERGENCY, ("emergency",), lang), library, TODAY))["blocks"]
        assert [(block["type"], block.get("href")) for block in blocks[:3]] == [
            ("text", None),
            ("contact", "tel:103"),
            ("contact", "tel:112"),
        ]
        first = "".join(span["text"] for span in blocks[0]["spans"])
        assert [number for number in ("103", "112") if number not in first] == []
