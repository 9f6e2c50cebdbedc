"""The guide "status": every outcome of a look-up in both languages, what is put in, what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.block import Form, Months, Note, Text
from app.dialogue.decision import Decision, Found
from app.dialogue.guides.all import GUIDES
from app.dialogue.guides.status import BadIin, Registry, look_up, words_of
from app.dialogue.reply import compose
from app.knowledge.keeper import load
from app.knowledge.library import Library
from app.model import Kind, Lang, Reply
from app.render import plain
from lookup.coverage import Cover
from lookup.month import Month, months
from lookup.status import status_of
from tests import registry as of
from tests.conftest import TODAY
from tests.registry import BIN, ODD, PEOPLE, SLIP, WORKS, People
from tests.small import GUIDE, article, put, write_small

LANGS = pytest.mark.parametrize("lang", Lang)
MARKS = {Cover.PAID: "p", Cover.STATE: "s", Cover.UNPAID: "-", Cover.NOT_DUE: "."}
FACTS = ("as_of", "until", "last_four", "grace_until", "paid_to", "begins", "owed_months", "pay_months", "pay_sum")
AS_OF = {Lang.KK: "2026 жылғы 21 қараша", Lang.RU: "21 ноября 2026 года"}
INSURED, NOT = (
    ("Мәртебе: сақтандырылған", "Статус: застрахован"),
    ("Мәртебе: сақтандырылмаған", "Статус: не застрахован"),
)
YEAR_KK = "2025 жылғы қараша, желтоқсан; 2026 жылғы қаңтар, ақпан, наурыз, сәуір, мамыр, маусым, шілде"
YEAR_RU = "ноябрь, декабрь 2025 года; январь, февраль, март, апрель, май, июнь, июль"
ELEVEN = {"owed_months": (f"{YEAR_KK}, тамыз, қыркүйек", f"{YEAR_RU}, август, сентябрь 2026 года")}
HALF = (
    "2026 жылғы сәуір, мамыр, маусым, шілде, тамыз, қыркүйек",
    "апрель, май, июнь, июль, август, сентябрь 2026 года",
)
UNTIL_DECEMBER = ("2026 жылғы 31 желтоқсан", "31 декабря 2026 года")
UNTIL_NOVEMBER = ("2026 жылғы 30 қараша", "30 ноября 2026 года")
Words = dict[str, tuple[str, str]]  # name: in Kazakh, in Russian

# who, slug, titles, the strip, what is known besides the day and the four digits
OUTCOMES: list[tuple[str, str, tuple[str, str], str, Words]] = [
    ("WORKS", "status-paid", INSURED, "2025-11 ppppppppppp.", {"until": UNTIL_DECEMBER}),
    (
        "PREPAID",
        "status-prepaid",
        INSURED,
        "2026-11 pppppppppppp",
        {
            "until": ("2027 жылғы 31 қазан", "31 октября 2027 года"),
            "paid_to": ("2027 жылғы қазан", "октябрь 2027 года"),
            **ELEVEN,
        },
    ),
    ("CHILD", "status-state", INSURED, "2025-11 ssssssssssss", {}),
    (
        "GRACE",
        "status-grace",
        ("Мәртебе: сақтандырылған, бірақ төленбеген ай бар", "Статус: застрахован, но есть пропуски"),
        "2025-11 pppppppppp-.",
        {
            "until": UNTIL_NOVEMBER,
            "grace_until": UNTIL_NOVEMBER,
            "owed_months": ("2026 жылғы қыркүйек", "сентябрь 2026 года"),
            "pay_months": ("2026 жылғы қыркүйек", "сентябрь 2026 года"),
            "pay_sum": ("4_250_₸", "4_250_₸"),
        },
    ),
    (
        "DEBT",
        "status-debt",
        NOT,
        "2025-11 ppppp------.",
        {
            "owed_months": HALF,
            "pay_months": HALF,
            "pay_sum": ("25_500_₸", "25_500_₸"),
        },
    ),
    (
        "NEW",
        "status-new",
        NOT,
        "2025-11 ---------pp.",
        {
            "owed_months": (YEAR_KK, f"{YEAR_RU} 2026 года"),
            "pay_months": (f"{YEAR_KK}, қазан", f"{YEAR_RU}, октябрь 2026 года"),  # eleven in a row would not do
            "pay_sum": ("42_500_₸", "42_500_₸"),
        },
    ),
    (
        "LATER",
        "status-later",
        ("Мәртебе: кейін басталады", "Статус: начнётся позже"),
        "2026-11 ..pppppppppp",
        {
            "paid_to": ("2027 жылғы желтоқсан", "декабрь 2027 года"),
            "begins": ("2027 жылғы 1 қаңтар", "1 января 2027 года"),
            **ELEVEN,
        },
    ),
    ("NEVER", "status-never", NOT, "2025-11 -----------.", ELEVEN),
    ("DIFFERS", "status-not-insured", NOT, "2025-11 ppppppppppp.", {}),
    ("WORD_ALONE", "status-insured", INSURED, "2025-11 -----------.", {"until": UNTIL_DECEMBER, **ELEVEN}),
]
EACH = pytest.mark.parametrize("outcome", OUTCOMES, ids=[outcome[0] for outcome in OUTCOMES])


def _admit(iin: str) -> None:
    """Let everybody in."""
    assert len(iin) == 12


def _found(
    typed: str, lang: Lang, *, sure: bool = False, detail: bool = True, people: People | None = None
) -> Decision:
    registry = Registry(people or People(), _admit, detail)
    return look_up(typed, lang, registry, TODAY, sure=sure)


def _strip(reply: Reply) -> str:
    """Return the months of a reply: the first, then a mark for each; empty when there are none."""
    rows = [block.months for block in reply.blocks if isinstance(block, Months)]
    return "".join(f"{row[0][0]} {''.join(MARKS[how] for _, how in row)}" for row in rows)


def _forms(reply: Reply) -> list[Form]:
    return [block for block in reply.blocks if isinstance(block, Form)]


def _expected(who: str, known: Words, lang: Lang) -> dict[str, str]:
    words = {name: both[lang is Lang.RU].replace("_", "\u00a0") for name, both in known.items()}
    return {"last_four": getattr(of, who)[-4:], "as_of": AS_OF[lang], **words}


@LANGS
@EACH
def test_every_outcome(outcome: tuple[str, str, tuple[str, str], str, Words], lang: Lang, library: Library) -> None:
    who, slug, titles, strip, known = outcome
    decision = _found(getattr(of, who), lang)
    assert (decision.kind, decision.slugs, decision.lang, decision.confidence) == (Kind.STATUS, (slug,), lang, None)
    reply = compose(decision, library, TODAY, GUIDES)
    assert (reply.kind, reply.slug, reply.lang, reply.title) == (Kind.STATUS, slug, lang, titles[lang is Lang.RU])
    assert (_strip(reply), _forms(reply)) == (strip, [])
    words = {name.removeprefix("status."): word for name, word in words_of(decision.found, lang, library.rates).items()}
    assert words == _expected(who, known, lang)


@pytest.fixture(scope="module")
def told(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Return a library whose guide tells every fact, each in a paragraph of its own; the figures are the real ones."""
    root = write_small(tmp_path_factory.mktemp("told"))
    body = "\n\n".join([f"{name} = {{{{ status.{name} }}}}." for name in FACTS] + ["{{ status.months }}"])
    for slug in GUIDE:
        if slug != "status-differs":
            put(root, f"ru/guide/{slug}.md", article(slug, body))
            put(root, f"kk/guide/{slug}.md", article(slug, f"Сөз.\n\n{body}"))
    small = load(root, TODAY).library
    assert small
    return replace(small, rates=library.rates)


@LANGS
@EACH
def test_what_is_known_is_put_in_and_the_rest_left_out(
    outcome: tuple[str, str, tuple[str, str], str, Words], lang: Lang, told: Library
) -> None:
    who, _, _, strip, known = outcome
    reply = compose(_found(getattr(of, who), lang), told, TODAY)
    said = [plain(block.spans) for block in reply.blocks if isinstance(block, Text)]
    words = _expected(who, known, lang)
    facts = [f"{name} = {words[name]}." for name in FACTS if name in words]
    differs = {Lang.KK: ["Сөз status-differs."], Lang.RU: ["Слово status-differs."]}[lang]
    assert said == ["Сөз."] * (lang is Lang.KK) + facts + differs * (who in ("DIFFERS", "WORD_ALONE"))
    assert _strip(reply) == strip


@LANGS
@EACH
def test_the_status_alone_tells_no_month_no_grace_and_no_sum(
    outcome: tuple[str, str, tuple[str, str], str, Words], lang: Lang, told: Library
) -> None:
    who, _, _, _, known = outcome
    record = PEOPLE[getattr(of, who)]
    decision = _found(getattr(of, who), lang, detail=False)
    assert decision.slugs == ("status-insured" if record.insured else "status-not-insured",)
    reply = compose(decision, told, TODAY)
    words = _expected(who, {name: both for name, both in known.items() if name == "until"}, lang)
    facts = [f"{name} = {words[name]}." for name in FACTS if name in words]
    assert [plain(block.spans) for block in reply.blocks if isinstance(block, Text)] == (
        ["Сөз."] * (lang is Lang.KK) + facts
    )
    assert _strip(reply) == ""


@pytest.mark.parametrize(
    ("lang", "begins"),
    [(Lang.KK, "Жоғарыдағы айларға қарасақ, мәртебе басқаша"), (Lang.RU, "По месяцам выше статус мог бы быть другим")],
)
@EACH
def test_only_where_the_months_say_otherwise_it_is_said_that_the_registry_decides(
    outcome: tuple[str, str, tuple[str, str], str, Words], lang: Lang, begins: str, library: Library
) -> None:
    reply = compose(_found(getattr(of, outcome[0]), lang), library, TODAY)
    notes = [plain(block.spans) for block in reply.blocks if isinstance(block, Note)]
    differs = outcome[0] in ("DIFFERS", "WORD_ALONE")
    assert [note.startswith(begins) for note in notes].count(True) == differs
    assert (isinstance(reply.blocks[-1], Note) and notes[-1].startswith(begins)) is differs


@pytest.mark.parametrize(
    ("span", "sums"),
    [
        (("2022-11", "2023-01"), "9_500_₸"),  # 3 000 twice, 3 500 once
        (("2025-12", "2026-01"), "8_500_₸"),
        (("2026-09", "2026-09"), "4_250_₸"),
        (("2021-12", "2022-01"), None),  # of 2021 no figure is known
        (("2026-12", "2027-01"), None),
    ],
)
def test_each_month_is_paid_at_the_figure_of_its_year(
    span: tuple[str, str], sums: str | None, library: Library
) -> None:
    to_pay = tuple(months(*map(Month.parse, span)))
    status = replace(status_of(PEOPLE[of.DEBT], TODAY), to_pay=to_pay)
    words = words_of(Found("9502", status), Lang.RU, library.rates)
    assert words.get("status.pay_sum") == (sums and sums.replace("_", "\u00a0"))


@LANGS
def test_without_a_sum_the_months_are_told_and_the_sentence_with_the_sum_is_left_out(
    lang: Lang, library: Library
) -> None:
    decision = _found(of.DEBT, lang)
    old = replace(library, rates=replace(library.rates, years={2025: library.rates.years[2025]}))
    with_sum, without = (compose(decision, books, TODAY) for books in (library, old))
    said = [" ".join(map(str, reply.blocks)) for reply in (with_sum, without)]
    assert ["25\u00a0500" in text or "25\\xa0500" in text for text in said] == [True, False]
    month = {Lang.KK: "сәуір, мамыр", Lang.RU: "апрель, май"}[lang]
    assert [month in text for text in said] == [True, True]


@LANGS
def test_a_number_that_the_registry_does_not_have(lang: Lang, library: Library) -> None:
    decision = _found(of.ABSENT, lang)
    assert decision == Decision(Kind.STATUS, ("status-not-found",), lang, found=Found("6225", None))
    reply = compose(decision, library, TODAY)
    titles = {Lang.KK: "Нөмір тізілімде табылмады", Lang.RU: "Номер в реестре не найден"}
    assert (reply.kind, reply.title, _strip(reply)) == (Kind.STATUS, titles[lang], "")
    assert [(form.guide, form.name, form.value, form.error, form.sure) for form in _forms(reply)] == [
        ("status", "iin", "", "", False)
    ]


@LANGS
def test_a_registry_that_does_not_answer_says_nothing_of_the_person(lang: Lang, library: Library) -> None:
    people = People()
    people.down = True
    decision = _found(WORKS, lang, people=people)
    assert decision == Decision(Kind.TROUBLE, ("status-unavailable",), lang)
    reply = compose(decision, library, TODAY)
    titles = {Lang.KK: "Тізілім қазір жауап бермейді", Lang.RU: "Реестр сейчас не отвечает"}
    assert (reply.kind, reply.title, len(_forms(reply))) == (Kind.TROUBLE, titles[lang], 1)


@pytest.mark.parametrize(
    ("lang", "label", "button", "first"),
    [
        (Lang.KK, "ЖСН, 12 цифр", "Иә, нөмір дұрыс: тексеру", "Тексеру"),
        (Lang.RU, "ИИН, 12 цифр", "Да, номер верный: проверить", "Проверить"),
    ],
)
def test_a_doubtful_number_is_asked_about_once(
    lang: Lang, label: str, button: str, first: str, library: Library
) -> None:
    people = People()
    doubt = _found(ODD, lang, people=people)
    assert (doubt, people.asked) == (Decision(Kind.GUIDE, ("status-doubt",), lang), 0)
    (form,) = _forms(compose(doubt, library, TODAY))
    assert form == Form("status", "iin", label, button, sure=True)
    (asking,) = _forms(compose(Decision(Kind.GUIDE, ("status-ask",), lang), library, TODAY))
    assert asking == Form("status", "iin", label, first)
    sure = _found(ODD, lang, sure=True, people=people)
    assert (sure.kind, sure.slugs, people.asked) == (Kind.STATUS, ("status-paid",), 1)
    assert sure.found
    assert sure.found.last_four == "0002"


@LANGS
def test_several_numbers_are_asked_for_one_by_one(lang: Lang, library: Library) -> None:
    reply = compose(Decision(Kind.GUIDE, ("status-several",), lang), library, TODAY)
    titles = {Lang.KK: "Бір-бірлеп тексерейік", Lang.RU: "Проверим по одному"}
    assert (reply.kind, reply.title, len(_forms(reply))) == (Kind.GUIDE, titles[lang], 1)


@LANGS
@pytest.mark.parametrize(
    ("typed", "reason", "seen"),
    [
        (SLIP, "hard:control_digit", 12),
        ("580208 174686", "hard:control_digit", 12),
        ("58020817468", "hard:length", 11),
        ("5802081746855", "hard:length", 13),
        ("", "hard:length", 0),
        ("   ", "hard:length", 0),
        ("58020817468O", "hard:not_ascii_digits", 11),
        ("ИИН", "hard:not_ascii_digits", 0),
        ("\ufffd", "hard:not_ascii_digits", 0),
        ("５８０２０８１７４６８５", "hard:not_ascii_digits", 0),
        (BIN, "hard:bin_not_iin", 12),
    ],
)
@pytest.mark.parametrize("sure", [False, True])
def test_what_is_no_number_is_never_asked_for(typed: str, reason: str, seen: int, sure: bool, lang: Lang) -> None:
    people, admitted = People(), list[str]()
    with pytest.raises(BadIin) as raised:
        look_up(typed, lang, Registry(people, admitted.append, True), TODAY, sure=sure)
    assert (raised.value.reason, raised.value.seen, str(raised.value)) == (reason, seen, reason)
    assert (people.asked, admitted) == (0, [])


@pytest.mark.parametrize("typed", ["580208174685", "580208 174685", "580208-174685", " 5802\u00a00817\u200b4685 "])
def test_spaces_and_hyphens_are_dropped(typed: str) -> None:
    people, admitted = People(), list[str]()
    decision = look_up(typed, Lang.RU, Registry(people, admitted.append, True), TODAY)
    assert (decision.slugs, admitted, people.asked) == (("status-paid",), [WORKS], 1)


def test_who_may_not_ask_is_not_looked_up() -> None:
    def refuse(iin: str) -> None:
        raise PermissionError(len(iin))

    people = People()
    with pytest.raises(PermissionError):
        look_up(WORKS, Lang.RU, Registry(people, refuse, True), TODAY)
    assert (people.asked, look_up(ODD, Lang.RU, Registry(people, refuse, True), TODAY).slugs) == (0, ("status-doubt",))


@pytest.mark.parametrize(
    ("day", "slug"),
    [
        (date(2026, 11, 25), "status-paid"),  # October may still be paid in time
        (date(2026, 11, 26), "status-grace"),
        (date(2026, 12, 31), "status-grace"),
    ],
)
def test_the_status_is_reckoned_on_the_day(day: date, slug: str) -> None:
    registry = Registry(People(), _admit, True)
    assert look_up(WORKS, Lang.KK, registry, day).slugs == (slug,)


@LANGS
def test_of_nobody_nothing_is_known(lang: Lang, library: Library) -> None:
    assert words_of(None, lang, library.rates) == {}
    assert words_of(Found("0000", None), lang, library.rates) == {"status.last_four": "0000"}
