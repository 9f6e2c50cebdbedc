"""Answers of people to the questions of guides: options, months, years, sums, own words, numbers of organisations."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dialogue.guides.guide import Bin, Field, Pick, Sum, Ticks, Words, holds
from app.dialogue.guides.read import BadAnswer, all_words, heard, read
from app.knowledge.spoken import Spoken
from app.model import Article, Lang
from lookup.iin import MASK
from tests.registry import SLIP, WORKS

TODAY = date(2026, 11, 22)
DOING = {
    "student": ("Учусь", "студент", "студентка", "Оқимын", "студентпін"),
    "work": ("Работаю", "я работаю", "ип", "Жұмыс істеймін", "жк", "2 жұмыс"),
    "several": ("Работаю в двух местах", "работаю ип", "екі жерде істеймін"),
    "home": ("Не работаю", "нет работы", "безработный", "Жұмыс істемеймін", "жұмысым жоқ"),
}
YES_NO = {"yes": ("Да", "Иә", "ага", "конечно", "есть", "ия"), "no": ("Нет", "Жоқ", "нету", "конечно нет")}
PICK, ASK, YEARS = Pick(tuple(DOING)), Pick(("yes", "no")), Pick(("2024", "2025", "2026"))
AHEAD = tuple(f"2026-{number}" for number in (11, 12)) + tuple(f"2027-{number:02}" for number in range(1, 11))
MONTH, MONTHS = Pick(AHEAD), Ticks(AHEAD)
ORGANISATION = "160440007161"


def told(field: Field, *typed: str, words: dict[str, tuple[str, ...]] | None = None) -> str:
    """Return what is read, or the reason with its values."""
    try:
        return read(field, typed, words or {}, TODAY)
    except BadAnswer as bad:
        return " ".join((bad.reason, *(f"{name}={value}" for name, value in bad.values.items())))


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("work", "work"),
        ("работаю", "work"),
        ("РАБОТАЮ", "work"),
        ("я работаю в школе", "work"),
        ("rabotayu", "work"),
        ("hf,jnf.", "work"),
        ("2 жұмыс", "work"),
        ("2", "work"),
        ("2)", "work"),
        ("2-й", "work"),
        ("второй", "work"),
        ("два", "work"),
        ("екінші", "work"),
        ("вариант 2", "work"),
        ("№2", "work"),
        ("жумыс истеймин", "work"),
        ("ип", "work"),
        ("я жк", "work"),
        ("учусь, не работаю", "answer-unknown"),
        ("студент", "student"),
        ("студэнт", "student"),
        ("1", "student"),
        ("бірінші", "student"),
        ("я студент кто за меня платит", "student"),
        ("студент емеспін", "answer-unknown"),
        ("я не студент", "answer-unknown"),
        ("работаю в двух местах", "several"),
        ("ип и работаю", "several"),
        ("не работаю", "home"),
        ("неработаю", "home"),
        ("я нигде не работаю", "home"),
        ("у меня нет работы", "home"),
        ("работы нет", "home"),
        ("жұмыс істемеймін", "home"),
        ("жумыс истемеймин", "home"),
        ("жұмысым жоқ", "home"),
        ("4", "home"),
        ("5", "answer-unknown"),
        ("0", "answer-unknown"),
        ("-1", "answer-unknown"),
        ("работаю, студент", "answer-unknown"),
        ("много", "answer-unknown"),
        ("?", "answer-unknown"),
        ("", "answer-none"),
        ("  ", "answer-none"),
    ],
)
def test_an_option(text: str, option: str) -> None:
    assert told(PICK, text, words=DOING) == option


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("да", "yes"),
        ("Да, работаю", "yes"),
        ("иә", "yes"),
        ("иа", "yes"),
        ("ага", "yes"),
        ("конечно да", "yes"),
        ("1", "yes"),
        ("нет", "no"),
        ("нет не работаю", "no"),
        ("нет работы", "no"),
        ("жок", "no"),
        ("жоқ, істемеймін", "no"),
        ("конечно нет", "no"),
        ("2", "no"),
        ("да нет", "answer-unknown"),
        ("не знаю", "answer-unknown"),
        ("мүмкін", "answer-unknown"),
    ],
)
def test_yes_and_no(text: str, answer: str) -> None:
    assert told(ASK, text, words=YES_NO) == answer


OUT = "month-out least=11.2026 most=10.2027"
NAMED = [
    ("2026-11", "2026-11"),
    ("ноябрь", "2026-11"),
    ("қараша 2026", "2026-11"),
    ("караша", "2026-11"),
    ("2026 жылғы қараша", "2026-11"),
    ("11.2026", "2026-11"),
    ("11/2026", "2026-11"),
    ("11", "2026-11"),
    ("этот месяц", "2026-11"),
    ("с этого месяца", "2026-11"),
    ("осы ай", "2026-11"),
    ("осы айдан бастап", "2026-11"),
    ("сейчас", "2026-11"),
    ("қазір", "2026-11"),
    ("следующий", "2026-12"),
    ("со следующего месяца", "2026-12"),
    ("келесі ай", "2026-12"),
    ("декабрь 2026 года", "2026-12"),
    ("01.12.2026", "2026-12"),
    ("желтоқсан", "2026-12"),
    ("с января", "2027-01"),
    ("қаңтардан бастап", "2027-01"),
    ("1 месяц", "2027-01"),
    ("мамыр", "2027-05"),
    ("мая", "2027-05"),
    ("5", "2027-05"),
    ("казан", "2027-10"),
    ("март 2031", OUT),
    ("ноябрь 2027", OUT),
    ("прошлый месяц", OUT),
    ("2031-03", OUT),
    ("в 2031", "month-unclear"),
    ("13", "month-unclear"),
    ("когда-нибудь", "month-unclear"),
    ("мәртебе", "month-unclear"),
]


@pytest.mark.parametrize(("text", "month"), [*NAMED, ("январь и февраль", "month-unclear"), ("", "answer-none")])
def test_a_month(text: str, month: str) -> None:
    assert told(MONTH, text) == month


@pytest.mark.parametrize(
    ("text", "months"),
    [
        *NAMED,
        ("январь и февраль", "2027-01,2027-02"),
        ("февраль, 12.2026", "2026-12,2027-02"),
        ("январь-март", "2027-01,2027-02,2027-03"),
        ("с декабря по февраль", "2026-12,2027-01,2027-02"),
        ("все", ",".join(AHEAD)),
        ("ничего", ""),
        ("ешқайсысы", ""),
        ("", ""),
    ],
)
def test_several_months(text: str, months: str) -> None:
    assert told(MONTHS, text) == months


def test_a_month_that_is_offered_twice_needs_its_year() -> None:
    twice = Pick(("2025-11", "2026-11"))
    assert [told(twice, text) for text in ("ноябрь", "11", "ноябрь 2025")] == [
        "month-unclear",
        "month-unclear",
        "2025-11",
    ]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2025", "2025"),
        ("за 2025 год", "2025"),
        ("былтыр", "2025"),
        ("в прошлом году", "2025"),
        ("биыл", "2026"),
        ("осы жылы", "2026"),
        ("1", "2024"),
        ("2031", "answer-unknown"),
        ("2024 2025", "answer-unknown"),
    ],
)
def test_a_year(text: str, year: str) -> None:
    assert told(YEARS, text) == year


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ((), ""),
        (("home", "student"), "student,home"),
        (("student", "queen"), "answer-unknown"),
        (("студент, ип",), "student,work"),
        (("1, 4",), "student,home"),
        (("1 и 2",), "student,work"),
        (("3",), "several"),
        (("1, 9",), "answer-unknown"),
        (("все",), "student,work,several,home"),
        (("ештеңе",), ""),
        (("много",), "answer-unknown"),
    ],
)
def test_ticks(typed: tuple[str, ...], kept: str) -> None:
    assert told(Ticks(tuple(DOING)), *typed, words=DOING) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("400 мың", "400000"),
        ("получаю 400 тысяч", "400000"),
        ("1 000 000", "1000000"),
        ("0", "0"),
        ("-5", "sum-negative"),
        ("1 000 001", "sum-high high=1\u00a0000\u00a0000"),
        ("10^15", "sum-high high=1\u00a0000\u00a0000"),
        ("много", "sum-unclear"),
        (WORKS, "sum-unclear"),
        ("", "answer-none"),
    ],
)
def test_a_sum(text: str, kept: str) -> None:
    assert told(Sum(1_000_000), text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" врач  не принял ", "врач не принял"),
        (f"мой иин {WORKS} не нашли", f"мой иин {MASK} не нашли"),
        ("плохо", "text-short least=10"),
        ("", "text-short least=10"),
        ("я" * 41, "text-long most=40"),
        ("я" * 9999, "text-long most=40"),
        ("я" * 40, "я" * 40),
    ],
)
def test_own_words(text: str, kept: str) -> None:
    assert told(Words(10, 40), text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (ORGANISATION, ORGANISATION),
        ("160440 007161", ORGANISATION),
        (f"БИН {ORGANISATION}", ORGANISATION),
        ("БСН: 160440-007161", ORGANISATION),
        ("16044000716", "bin-length seen=11"),
        ("160440007160", "bin-control seen=12"),
        (WORKS, "bin-is-iin seen=12"),
        ("не знаю", "bin-digits seen=0"),
        ("", "answer-none"),
    ],
)
def test_the_number_of_an_organisation(text: str, kept: str) -> None:
    assert told(Bin(), text) == kept


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        (PICK, "я студент кто за меня платит", "student"),
        (PICK, "студентпін кім төлейді", "student"),
        (PICK, "не работаю что делать", "home"),
        (PICK, "я ип, работаю", "work"),
        (PICK, "студент, работаю", None),
        (PICK, "не студент", None),
        (PICK, "жұмыс істемеймін", "home"),
        (PICK, "2", None),
        (PICK, "сколько платить", None),
        (ASK, "да", None),
        (Ticks(tuple(DOING)), "студент и ип", "student,work"),
        (Ticks(tuple(DOING)), "сколько", None),
        (Sum(10**6), "посчитай сколько мне платить с 350 тысяч", "350000"),
        (Sum(10**6), "посчитай с 350 млн", None),
        (Sum(10**6), "минус 400 тысяч", None),
        (Sum(10**6), f"иин {WORKS}", None),
        (MONTH, "хочу быть застрахован с января", "2027-01"),
        (MONTH, "қаңтардан бастап төлеймін", "2027-01"),
        (MONTH, "с этого месяца", "2026-11"),
        (MONTH, "до января", None),
        (MONTH, "январь или февраль", None),
        (MONTH, "мәртебе 11", None),
        (MONTH, "март 2031", None),
        (YEARS, "сколько было в 2025 году", "2025"),
        (YEARS, "сколько платить", None),
        (Words(1, 40), "студент", None),
        (Bin(), ORGANISATION, None),
    ],
)
def test_what_a_sentence_says(field: Field, text: str, said: str | None) -> None:
    assert heard(field, text, DOING, TODAY) == said


def test_the_words_of_an_option_are_those_of_both_languages_and_the_common_ones() -> None:
    pair = {
        lang: Article("a", lang, "guide", "", (), (), options={"yes": (said,), "later": (said[:1],)})
        for lang, said in ((Lang.KK, "Иә"), (Lang.RU, "Да"))
    }
    assert all_words(pair, Spoken(yes=("ага",), no=("неа",))) == {"yes": ("Иә", "Да", "ага"), "later": ("И", "Д")}


def test_a_kazakh_verb_in_the_negative_denies_its_clause() -> None:
    words = {"work": ("жұмыс",), "home": ("үй",)}
    texts = ("жұмыс істеймін", "жұмыс істемеймін", "үй, жұмыс істемеймін")
    assert [heard(Pick(("work", "home")), text, words, TODAY) for text in texts] == ["work", None, "home"]


FIELDS = st.sampled_from([PICK, ASK, MONTH, MONTHS, YEARS, Ticks(tuple(DOING)), Sum(10**7), Words(2, 40), Bin()])
TYPED = st.text() | st.from_regex(r"[-\d ,.тк^eянвместу]{0,40}", fullmatch=True) | st.sampled_from([WORKS, SLIP])


@given(FIELDS, st.lists(TYPED, max_size=3))
def test_whatever_is_typed_is_kept_as_it_holds_or_refused(field: Field, typed: list[str]) -> None:
    try:
        kept = read(field, typed, DOING | YES_NO, TODAY)
    except BadAnswer:
        return
    assert (holds(field, kept), WORKS in kept) == (True, False)


@given(FIELDS, TYPED)
def test_what_is_heard_holds(field: Field, text: str) -> None:
    said = heard(field, text, DOING | YES_NO, TODAY)
    assert said is None or holds(field, said)
