"""One article: what its file becomes, and every fault of it with its line and cure."""

from __future__ import annotations

from datetime import date

import pytest

from app.block import Span, Text
from app.knowledge.articles import Front, read_article, read_front
from app.knowledge.fault import FaultError
from app.model import Article, Kind, Lang, Source

PATH = "ru/payment/pay-debt.md"
WHOLE = """\
---
title: Как  закрыть
  долг
ask:
  - закрыть долг
  - "долг: как  закрыть"
related: [rates, where-to-pay]
guide: plan
sources:
  - title: Закон
    link: https://adilet.zan.kz/rus/docs/Z1500000405
  - {title: Справочник, document: "2024 год"}
reviewed: 2026-11-01
until: 2027-01-31
---

Заплатите.
"""


def test_an_article_with_every_key() -> None:
    draft = read_article(PATH, WHOLE)
    assert draft.article == Article(
        slug="pay-debt",
        lang=Lang.RU,
        group="payment",
        title="Как закрыть долг",
        ask=("закрыть долг", "долг: как закрыть"),
        blocks=(Text((Span("Заплатите."),)),),
        related=("rates", "where-to-pay"),
        guide="plan",
        sources=(
            Source("Закон", "https://adilet.zan.kz/rus/docs/Z1500000405"),
            Source("Справочник", document="2024 год"),
        ),
        reviewed=date(2026, 11, 1),
        until=date(2027, 1, 31),
    )
    assert (draft.path, draft.body_line) == (PATH, 16)
    assert dict(draft.lines) == {
        "title": 2,
        "ask": 4,
        "related": 7,
        "guide": 8,
        "sources": 9,
        "reviewed": 13,
        "until": 14,
    }


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Т\n---\nТекст.\n",
        "\ufeff---\ntitle: Т\n---\nТекст.",
        "---\r\ntitle: Т\r\n---\r\nТекст.\r\n",
        "---  \ntitle: Т\n---\t\nТекст.\n",
        "---\ntitle: Т\nask:\nrelated: []\nsources:\n---\nТекст.\n",
    ],
)
def test_the_least_article(text: str) -> None:
    wanted = Article("robot", Lang.KK, "talk", "Т", (), (Text((Span("Текст."),)),))
    assert read_article("kk/talk/robot.md", text).article == wanted


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("payment/pay-debt", Kind.ANSWER),
        ("elsewhere/elsewhere-taxes", Kind.ELSEWHERE),
        ("talk/greeting", Kind.GREETING),
        ("talk/operator", Kind.GREETING),
        ("talk/emergency", Kind.EMERGENCY),
        ("talk/nothing", Kind.NOTHING),
        ("talk/choices", Kind.CHOICES),
        ("talk/trouble", Kind.TROUBLE),
    ],
)
def test_the_kind_follows_from_the_place(place: str, kind: Kind) -> None:
    assert read_article(f"kk/{place}.md", WHOLE).article.kind is kind


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("pay-debt.md", "an article is <kk or ru>/<group>/<slug>.md; move or remove this file"),
        ("ru/pay-debt.md", "an article is <kk or ru>/<group>/<slug>.md; move or remove this file"),
        ("ru/payment/old/pay-debt.md", "an article is <kk or ru>/<group>/<slug>.md; move or remove this file"),
        ("ru/payment/pay-debt.txt", "an article is <kk or ru>/<group>/<slug>.md; move or remove this file"),
        ("en/payment/pay-debt.md", "'en' is not a language; use kk or ru"),
        ("ru/paymnt/pay-debt.md", "'paymnt' is not a group; did you mean 'payment'?"),
        ("ru/xyz/pay-debt.md", "'xyz' is not a group"),
        ("ru/payment/Pay-Debt.md", "'Pay-Debt' is not a slug; use a-z, 0-9 and single hyphens, at most 64"),
        ("ru/payment/pay--debt.md", "'pay--debt' is not a slug; use a-z, 0-9 and single hyphens, at most 64"),
        ("ru/payment/долг.md", "'долг' is not a slug; use a-z, 0-9 and single hyphens, at most 64"),
        ("ru/payment/.md", "'' is not a slug; use a-z, 0-9 and single hyphens, at most 64"),
        (f"ru/payment/{'a' * 65}.md", f"'{'a' * 65}' is not a slug; use a-z, 0-9 and single hyphens, at most 64"),
    ],
)
def test_faults_of_the_place(path: str, message: str) -> None:
    with pytest.raises(FaultError) as raised:
        read_article(path, WHOLE)
    assert (raised.value.line, raised.value.message) == (1, message)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (WHOLE, "", 1, "the file begins with '---' and the head"),
        ("---\ntitle", "\n---\ntitle", 1, "the file begins with '---' and the head"),
        ("---\n\nЗаплатите.", "\n\nЗаплатите.", 1, "the head has no end; write '---' after it"),
        (WHOLE[4 : WHOLE.index("---\n\n")], "", 1, "key 'title' is missing"),
        (WHOLE[4 : WHOLE.index("---\n\n")], "просто текст\n", 2, "the head holds keys, e.g. 'title: …'"),
        ("title: Как", "titel: Как", 2, "unknown key 'titel'; did you mean 'title'?"),
        ("guide: plan", "tags: plan", 8, "unknown key 'tags'"),
        ("title: Как  закрыть\n  долг", "title:", 2, "'title' needs text"),
        ("title: Как  закрыть\n  долг", "title: '  '", 2, "'title' needs text"),
        ("title: Как  закрыть\n  долг", "title: [а, б]", 2, "'title' needs text"),
        ("guide: plan", "title: ещё", 8, "key 'title' stands twice; keep one"),
        ("ask:\n  - закрыть долг", "ask: закрыть долг\nx:\n  - а", 5, "unknown key 'x'"),
        ("related: [rates, where-to-pay]", "related: rates", 7, "'related' is a list; put each entry after '- '"),
        ("- закрыть долг", "-", 5, "an entry of 'ask' needs text; put it in quotes if it has ': '"),
        ("- закрыть долг", "- долг: закрыть", 5, "an entry of 'ask' needs text; put it in quotes if it has ': '"),
        ("guide: plan", "guide: plans", 8, "unknown guide 'plans'; did you mean 'plan'?"),
        ("guide: plan", "guide: xyz", 8, "unknown guide 'xyz'"),
        ("reviewed: 2026-11-01", "reviewed: 01.11.2026", 13, "'reviewed' is a date; write it as 2026-01-31"),
        ("reviewed: 2026-11-01", "reviewed: 2026-11-31", 13, "'reviewed' is a date; write it as 2026-01-31"),
        ("until: 2027-01-31", "until: скоро", 14, "'until' is a date; write it as 2026-01-31"),
        ("    link: https://adilet", "    lnik: https://adilet", 11, "unknown key 'lnik'; did you mean 'link'?"),
        (
            "    link: https://adilet",
            "    link: adilet",
            11,
            "'adilet.zan.kz/rus/docs/Z1500000405' is not an address; write it as https://…",
        ),
        (', document: "2024 год"', "", 12, "a source needs 'title' and one of 'link' or 'document'"),
        (
            'document: "2024 год"',
            "document: a, link: 'https://a.kz'",
            12,
            "a source needs 'title' and one of 'link' or 'document'",
        ),
        (
            '{title: Справочник, document: "2024 год"}',
            "Справочник",
            12,
            "expected a source has a title and a link or document",
        ),
        (
            "title: Как  закрыть\n  долг",
            "title: &a Т\nguide: *a",
            2,
            "YAML anchors and aliases are not used here; write the value out",
        ),
        (
            "related: [rates, where-to-pay]",
            "related: [rates",
            8,
            "YAML: did not find expected ',' or ']'; put the value in quotes or mend the indent",
        ),
        (
            "guide: plan",
            "\tguide: plan",
            8,
            "YAML: found character that cannot start any token; put the value in quotes or mend the indent",
        ),
        (
            "guide: plan",
            "guide: план: б",
            8,
            "YAML: mapping values are not allowed in this context; put the value in quotes or mend the indent",
        ),
        ("guide: plan", "guide: *b", 8, "YAML: found undefined alias; put the value in quotes or mend the indent"),
        ("Заплатите.", "", 15, "the article says nothing; write its text after the head"),
        ("Заплатите.", "<b>Заплатите</b>", 17, "HTML is not used; write it in Markdown"),
        ("Заплатите.", "Раз.\n\n- а\n  - б", 19, "a list item is one line without a list inside it"),
    ],
)
def test_faults_of_the_file(old: str, new: str, line: int, message: str) -> None:
    assert WHOLE.count(old) == 1
    with pytest.raises(FaultError) as raised:
        read_article(PATH, WHOLE.replace(old, new))
    assert (raised.value.line, raised.value.message) == (line, message)


def test_the_front_screen() -> None:
    assert read_front("doors: [a, b]\nasked:\n  - c\n") == Front(("a", "b"), ("c",))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "front.yaml holds 'doors' and 'asked', lists of slugs"),
        ("- a", 1, "front.yaml holds 'doors' and 'asked', lists of slugs"),
        ("doors: [a]", 1, "front.yaml holds 'doors' and 'asked', lists of slugs"),
        ("doors: [a]\nasked: [b]\nmore: [c]", 1, "front.yaml holds 'doors' and 'asked', lists of slugs"),
        ("doors: [a]\nasked: b", 2, "'asked' is a list; put each entry after '- '"),
        ("doors: [a, [b]]\nasked: [c]", 1, "an entry of 'doors' needs text; put it in quotes if it has ': '"),
    ],
)
def test_faults_of_the_front_screen(text: str, line: int, message: str) -> None:
    with pytest.raises(FaultError) as raised:
        read_front(text)
    assert (raised.value.line, raised.value.message) == (line, message)
