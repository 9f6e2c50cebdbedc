"""From what was decided to what is said, with the figures of the year and the cautions that are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.block import Block, Choice, Choices, Contact, Form, Heading, Items, Link, Note, Span, Steps, Table, Text
from app.dialogue.decision import Decision, Found
from app.dialogue.fill import fill, title_of
from app.dialogue.reply import compose
from app.knowledge.keeper import load
from app.knowledge.library import Library
from app.model import Article, Kind, Lang, Reply, Source
from tests.conftest import TODAY
from tests.small import NEXT_YEAR, edit, put
from tests.small import article as written

LAW = Source("Закон", "https://adilet.zan.kz/rus/docs/Z1500000405")
OLD_RU = Text((Span("Слово old-figures."),))
EXPIRED_RU = Text((Span("Слово expired."),))


def _text(text: str) -> Text:
    return Text((Span(text.replace("_", "\u00a0")),))


def test_an_article_is_said_with_the_figures_of_the_year(small_library: Library) -> None:
    assert compose(Decision(Kind.ANSWER, ("fee",), Lang.RU, 0.9), small_library, TODAY) == Reply(
        kind=Kind.ANSWER,
        lang=Lang.RU,
        blocks=(_text("В 2026 году взнос – 4_250_₸ в месяц."),),
        slug="fee",
        title="Сколько платить",
        confidence=0.9,
        sources=(LAW,),
        reviewed=date(2026, 11, 1),
    )


def test_the_same_in_kazakh(small_library: Library) -> None:
    reply = compose(Decision(Kind.ANSWER, ("fee",), Lang.KK), small_library, TODAY)
    assert (reply.title, reply.blocks) == ("Қанша төлеу керек", (_text("2026 жылы жарна бір ай үшін – 4_250_₸."),))


@pytest.mark.parametrize(
    ("slug", "kind"),
    [
        ("elsewhere-taxes", Kind.ELSEWHERE),
        ("greeting", Kind.GREETING),
        ("operator", Kind.GREETING),
        ("emergency", Kind.EMERGENCY),
        ("trouble", Kind.TROUBLE),
    ],
)
def test_the_kind_is_that_of_the_article(slug: str, kind: Kind, small_library: Library) -> None:
    reply = compose(Decision(Kind.ANSWER, (slug,), Lang.RU), small_library, TODAY)
    assert (reply.kind, reply.slug) == (kind, slug)


FEE, PLACE = Choice("fee", "Сколько платить"), Choice("place", "Где платить")


@pytest.mark.parametrize(
    ("decision", "blocks", "choices", "kind"),
    [
        (
            Decision(Kind.CHOICES, ("place", "fee"), Lang.RU, 0.4),
            (_text("Слово choices."), Choices((PLACE, FEE))),
            (PLACE, FEE),
            Kind.CHOICES,
        ),
        (
            Decision(Kind.CHOICES, ("gone", "fee"), Lang.RU, 0.4),
            (_text("Слово choices."), Choices((FEE,))),
            (FEE,),
            Kind.CHOICES,
        ),
        (
            Decision(Kind.NOTHING, ("place",), Lang.RU),
            (_text("Слово nothing."), Choices((PLACE,))),
            (PLACE,),
            Kind.NOTHING,
        ),
        (
            Decision(Kind.NOTHING, (), Lang.RU),
            (_text("Слово nothing."), Choices((FEE, PLACE))),
            (FEE, PLACE),
            Kind.NOTHING,
        ),
        (
            Decision(Kind.CHOICES, ("gone",), Lang.RU, 0.4),
            (_text("Слово nothing."), Choices((FEE, PLACE))),
            (FEE, PLACE),
            Kind.NOTHING,
        ),
        (
            Decision(Kind.ANSWER, ("gone",), Lang.RU, 0.9),
            (_text("Слово nothing."), Choices((FEE, PLACE))),
            (FEE, PLACE),
            Kind.NOTHING,
        ),
    ],
)
def test_what_is_offered(
    decision: Decision, blocks: tuple[Block, ...], choices: tuple[Choice, ...], kind: Kind, small_library: Library
) -> None:
    reply = compose(decision, small_library, TODAY)
    assert (reply.kind, reply.blocks, reply.choices, reply.slug, reply.title) == (kind, blocks, choices, None, "")


@pytest.mark.parametrize(
    ("lang", "said", "choices"),
    [
        (
            Lang.RU,
            ("В 2026 году взнос – 4_250_₸ в месяц.", "Слово old-figures.", "Слово also."),
            (Choice("people", "Кому льготы"), PLACE),
        ),
        (
            Lang.KK,
            ("2026 жылы жарна бір ай үшін – 4_250_₸.", "Сөз old-figures.", "Сөз also."),
            (Choice("people", "Жеңілдік кімге"), Choice("place", "Қайда төлеуге болады")),
        ),
    ],
)
def test_further_questions_are_offered_after_the_answer_and_its_caution(
    lang: Lang, said: tuple[str, ...], choices: tuple[Choice, ...], small_library: Library
) -> None:
    decision = Decision(Kind.ANSWER, ("fee",), lang, 0.9, ("gone", "people", "place"))
    reply = compose(decision, small_library, date(2027, 1, 1))
    assert (reply.kind, reply.slug, reply.choices) == (Kind.ANSWER, "fee", choices)
    assert reply.blocks == (*map(_text, said), Choices(choices))


def test_an_answer_alone_offers_nothing_further(small_library: Library) -> None:
    reply = compose(Decision(Kind.ANSWER, ("fee",), Lang.RU, 0.9, ("gone",)), small_library, TODAY)
    assert (reply.choices, reply.blocks) == ((), (_text("В 2026 году взнос – 4_250_₸ в месяц."),))


def test_related_articles_and_the_guide(small: Path) -> None:
    for lang in Lang:
        edit(small, f"{lang}/payment/place.md", "sources:", "related: [fee, people]\nguide: plan\nsources:")
    library = load(small, TODAY).library
    assert library
    reply = compose(Decision(Kind.ANSWER, ("place",), Lang.KK), library, TODAY)
    assert (reply.related, reply.guide) == (
        (Choice("fee", "Қанша төлеу керек"), Choice("people", "Жеңілдік кімге")),
        "plan",
    )


def test_on_the_first_of_january_the_figures_change_by_themselves(small: Path) -> None:
    edit(small, "rates.yaml", "sources:\n", f"{NEXT_YEAR}sources:\n")
    library = load(small, TODAY).library
    assert library
    said = [
        compose(Decision(Kind.ANSWER, ("fee",), Lang.RU), library, day).blocks
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert said == [
        (_text("В 2026 году взнос – 4_250_₸ в месяц."),),
        (_text("В 2027 году взнос – 4_500_₸ в месяц."),),
    ]


def test_without_the_new_figures_the_old_are_said_with_a_caution(small_library: Library) -> None:
    said = {
        (slug, day): compose(Decision(Kind.ANSWER, (slug,), Lang.RU), small_library, day).blocks
        for slug in ("fee", "place")
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    }
    fee, place = _text("В 2026 году взнос – 4_250_₸ в месяц."), _text("Это текст статьи.")
    assert said == {
        ("fee", date(2026, 12, 31)): (fee,),
        ("fee", date(2027, 1, 1)): (fee, OLD_RU),
        ("place", date(2026, 12, 31)): (place,),
        ("place", date(2027, 1, 1)): (place,),  # no figure in it, no caution
    }


@pytest.mark.parametrize(
    ("lang", "note"),
    [
        (Lang.RU, "Суммы указаны за 2026 год. Суммы нового года уточните по номеру 1414."),
        (Lang.KK, "Сомалар 2026 жылғы. Жаңа жылдың сомаларын 1414 нөмірінен нақтылаңыз."),
    ],
)
def test_the_caution_of_the_real_content_names_its_year(lang: Lang, note: str, library: Library) -> None:
    only = replace(library, rates=replace(library.rates, years={2026: library.rates.years[2026]}))
    reply = compose(Decision(Kind.ANSWER, ("rate-self-payer",), lang), only, date(2027, 1, 1))
    assert reply.blocks[-1] == Note((Span(note),))
    assert compose(Decision(Kind.ANSWER, ("rate-self-payer",), lang), only, TODAY).blocks == reply.blocks[:-1]


def test_an_article_past_its_date_says_so(small: Path) -> None:
    for lang in Lang:
        edit(small, f"{lang}/payment/place.md", "sources:", "until: 2026-11-21\nsources:")
    library = load(small, TODAY).library
    assert library
    place = _text("Это текст статьи.")
    said = [
        compose(Decision(Kind.ANSWER, ("place",), Lang.RU), library, day).blocks for day in (date(2026, 11, 21), TODAY)
    ]
    assert said == [(place,), (place, EXPIRED_RU)]


NAME = "{{ self_payer.month }}"
SUM = "4\u00a0250\u00a0₸"


@pytest.mark.parametrize(
    ("block", "filled"),
    [
        (Text((Span(NAME), Span(NAME, bold=True))), Text((Span(SUM), Span(SUM, bold=True)))),
        (Heading((Span(NAME),)), Heading((Span(SUM),))),
        (Note((Span(NAME),)), Note((Span(SUM),))),
        (Items(((Span(NAME),), (Span("а"),))), Items(((Span(SUM),), (Span("а"),)))),
        (Steps(((Span(NAME),),)), Steps(((Span(SUM),),))),
        (Table(((Span(NAME),),), (((Span(NAME),),),)), Table(((Span(SUM),),), (((Span(SUM),),),))),
        (Link(NAME, "https://msqory.kz"), Link(SUM, "https://msqory.kz")),
        (Contact(NAME, "tel:1414"), Contact(SUM, "tel:1414")),
        (Form("a", "sum", NAME, "₸"), Form("a", "sum", SUM, "₸")),
        (Choices((FEE,)), Choices((FEE,))),
    ],
)
def test_figures_are_put_into_every_kind_of_block(block: Block, filled: Block, small_library: Library) -> None:
    article = Article("fee", Lang.RU, "payment", NAME, (), (block,))
    library = replace(small_library, articles={**small_library.articles, "fee": dict.fromkeys(Lang, article)})
    reply = compose(Decision(Kind.ANSWER, ("fee",), Lang.RU), library, TODAY)
    assert (reply.title, reply.blocks) == (SUM, (filled,))


@pytest.mark.parametrize(("slug", "title"), [("fee", "Сколько платить"), ("gone", "")])
def test_title_of(slug: str, title: str, small_library: Library) -> None:
    assert title_of(slug, Lang.RU, small_library, TODAY) == title


def test_fill_leaves_other_text_alone(small_library: Library) -> None:
    assert fill("{ year } и {{year}} { {", Lang.RU, small_library, TODAY) == "{ year } и 2026 { {"


def test_every_article_can_be_said_in_both_languages_this_year_and_next(library: Library) -> None:
    for slug, pair in library.articles.items():
        for lang, article in pair.items():
            for day in (TODAY, date(2027, 1, 1)):
                kind = Kind.ANSWER if article.kind in (Kind.CHOICES, Kind.NOTHING) else article.kind
                reply = compose(Decision(kind, (slug,), lang), library, day)
                assert (reply.slug, reply.lang, "{{" in repr(reply)) == (slug, lang, False), (slug, lang, day)


OFFER = Choices((Choice("status-ask", "Status-Ask"),))
ASK = _text("Слово status-ask.")


@pytest.mark.parametrize(
    ("slug", "guides", "more"),
    [
        ("place", (), ((), ())),
        ("place", ("plan",), ((), ())),
        ("place", ("status",), ((), (OFFER,))),
        ("check-status", (), ((), ())),
        ("check-status", ("status",), ((ASK,), ())),
    ],
)
def test_the_way_into_a_guide_is_shown_when_it_is_to_be_had(
    slug: str, guides: tuple[str, ...], more: tuple[tuple[Block, ...], tuple[Block, ...]], small: Path
) -> None:
    care = "guide: status\nsources:\n  - {title: З, document: с}\nreviewed: 2026-11-01\n"
    for name in ("place", "check-status"):
        asks = tuple(f"вопрос {name} {at}" for at in range(25))
        put(small, f"ru/payment/{name}.md", written("Где", "Это текст статьи.", asks, care))
        asks = tuple(f"сұрақ {name} {at}" for at in range(25))
        put(small, f"kk/payment/{name}.md", written("Қайда", "Бұл мақаланың мәтіні.", asks, care))
    library = load(small, TODAY).library
    assert library
    reply = compose(Decision(Kind.ANSWER, (slug,), Lang.RU), library, TODAY, guides)
    assert reply.blocks == (*more[0], _text("Это текст статьи."), *more[1])
    assert (reply.guide, reply.choices) == ("status", ())


@pytest.mark.parametrize(
    ("block", "left"),
    [
        (Text((Span("{{ status.until }}"),)), ()),
        (Text((Span("до "), Span("{{ status.until }}", bold=True))), ()),
        (Note((Span("{{ status.until }}"),)), ()),
        (Text((Span("{{ status.months }}"),)), ()),
        (Text((Span("{{ status.last_four }}"),)), (Text((Span("6225"),)),)),
        (Text((Span("{{ year }}: {{ status.last_four }}"),)), (Text((Span("2026: 6225"),)),)),
        (
            Items(((Span("{{ status.last_four }}"),), (Span("{{ status.until }}"),), (Span("а"),))),
            (Items(((Span("6225"),), (Span("а"),))),),
        ),
        (Steps(((Span("{{ status.until }}"),), (Span("а"),))), (Steps(((Span("а"),),)),)),
    ],
)
def test_what_names_something_unknown_of_the_person_is_left_out(
    block: Block, left: tuple[Block, ...], small_library: Library
) -> None:
    article = Article("status-not-found", Lang.RU, "guide", "а", (), (block,))
    pairs = {**small_library.articles, "status-not-found": dict.fromkeys(Lang, article)}
    decision = Decision(Kind.STATUS, ("status-not-found",), Lang.RU, found=Found("6225", None))
    assert compose(decision, replace(small_library, articles=pairs), TODAY).blocks == left


def test_a_status_whose_article_is_gone_is_nothing_found(small_library: Library) -> None:
    decision = Decision(Kind.STATUS, ("gone",), Lang.RU, found=Found("6225", None))
    assert compose(decision, small_library, TODAY).kind is Kind.NOTHING


def test_facts_of_a_person_are_no_figures_of_an_old_year(small: Path) -> None:
    put(small, "ru/guide/status-paid.md", written("Статус", "ИИН {{ status.last_four }}."))
    library = load(small, date(2027, 1, 1)).library
    assert library
    decision = Decision(Kind.STATUS, ("status-paid",), Lang.RU, found=Found("6225", None))
    assert compose(decision, library, date(2027, 1, 1)).blocks == (_text("ИИН 6225."),)
