"""The guide "appeal": every way through it, and every text that it puts together, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from app.block import Copy, Items, Text
from app.dialogue.decision import Progress
from app.dialogue.guides.appeal import (
    AT_CLINIC,
    BIN,
    CLINIC,
    DOCUMENT,
    EMPLOYER,
    GUIDE,
    HAPPENED,
    KIND,
    MAY_WORK,
    REGION,
    Appeal,
    next_step,
    say,
)
from app.dialogue.guides.guide import Outcome, Pick, Step, World, answer_step, stand
from app.knowledge.guided import APPEAL
from app.knowledge.library import Library
from app.knowledge.rates import PLACEHOLDER
from app.knowledge.text import fold, words_of
from app.model import Lang

LANGS = pytest.mark.parametrize("lang", Lang)
KINDS = APPEAL.steps["kind"]
WITH_CLINIC = tuple(kind for kind in KINDS if kind != "temporary")
ORGANISATION = "160440007161"
SAMPLES = {"clinic": "№ 5", "bin": ORGANISATION, "happened": "0123456789", "region": "karaganda"}
CLINICS = {Lang.KK: "№5 қалалық емхана", Lang.RU: "Городская поликлиника № 5"}
STORIES = {
    Lang.KK: "3 қарашада УДЗ-ға ақша алды.\nТүбіртегі бар.",
    Lang.RU: "3 ноября взяли деньги за УЗИ.\nЧек есть.",
}
CLINIC_LINES = {
    Lang.KK: "- Медициналық ұйым: №5 қалалық емхана\n",
    Lang.RU: "- Медицинская организация: Городская поликлиника № 5\n",
}
BIN_LINES = {Lang.KK: "- Жұмыс берушінің БСН-і: 160440007161\n", Lang.RU: "- БИН работодателя: 160440007161\n"}
# kind and language → the whole text, with a clinic or with an employer
LETTERS = {
    ("consultation", Lang.RU): """\
В Фонд социального медицинского страхования

Здравствуйте. Прошу дать консультацию.

- Вид обращения: консультация
- Регион: Карагандинская область
- Медицинская организация: Городская поликлиника № 5

Мой вопрос:

3 ноября взяли деньги за УЗИ.
Чек есть.

Прошу ответить мне, а если нужны документы, написать, какие.

ИИН и телефон для связи указываю в форме обращения.""",
    ("consultation", Lang.KK): """\
Әлеуметтік медициналық сақтандыру қорына

Сәлеметсіз бе. Кеңес беруіңізді сұраймын.

- Өтініш түрі: кеңес алу
- Өңір: Қарағанды облысы
- Медициналық ұйым: №5 қалалық емхана

Сұрағым:

3 қарашада УДЗ-ға ақша алды.
Түбіртегі бар.

Сұрағыма жауап беріп, құжат қажет болса, қайсысы екенін жазуыңызды сұраймын.

ЖСН мен байланыс телефонын өтініш нысанында көрсетемін.""",
    ("thanks", Lang.RU): """\
В Фонд социального медицинского страхования

Здравствуйте. Хочу выразить благодарность.

- Вид обращения: благодарность
- Регион: Карагандинская область
- Медицинская организация: Городская поликлиника № 5

За что благодарю:

3 ноября взяли деньги за УЗИ.
Чек есть.

Прошу передать мои слова тем, кого они касаются.

Имя и телефон для связи указываю в форме обращения.""",
    ("thanks", Lang.KK): """\
Әлеуметтік медициналық сақтандыру қорына

Сәлеметсіз бе. Алғыс айтқым келеді.

- Өтініш түрі: алғыс
- Өңір: Қарағанды облысы
- Медициналық ұйым: №5 қалалық емхана

Не үшін алғыс айтамын:

3 қарашада УДЗ-ға ақша алды.
Түбіртегі бар.

Осы сөздерімді тиісті адамдарға жеткізуіңізді сұраймын.

Атым мен байланыс телефонын өтініш нысанында көрсетемін.""",
    ("proposal", Lang.RU): """\
В Фонд социального медицинского страхования

Здравствуйте. Прошу рассмотреть моё предложение.

- Вид обращения: предложение
- Регион: Карагандинская область
- Медицинская организация: Городская поликлиника № 5

Что предлагаю:

3 ноября взяли деньги за УЗИ.
Чек есть.

Прошу сообщить мне, какое решение принято.

Имя и телефон для связи указываю в форме обращения.""",
    ("proposal", Lang.KK): """\
Әлеуметтік медициналық сақтандыру қорына

Сәлеметсіз бе. Ұсынысымды қарауыңызды сұраймын.

- Өтініш түрі: ұсыныс
- Өңір: Қарағанды облысы
- Медициналық ұйым: №5 қалалық емхана

Не ұсынамын:

3 қарашада УДЗ-ға ақша алды.
Түбіртегі бар.

Қандай шешім қабылданғанын хабарлауыңызды сұраймын.

Атым мен байланыс телефонын өтініш нысанында көрсетемін.""",
    ("complaint", Lang.RU): """\
В Фонд социального медицинского страхования

Здравствуйте. Прошу рассмотреть мою жалобу.

- Вид обращения: жалоба
- Регион: Карагандинская область
- Медицинская организация: Городская поликлиника № 5

Что случилось:

3 ноября взяли деньги за УЗИ.
Чек есть.

Прошу проверить эти сведения, принять меры и сообщить мне результат.

ИИН и телефон для связи указываю в форме обращения.""",
    ("complaint", Lang.KK): """\
Әлеуметтік медициналық сақтандыру қорына

Сәлеметсіз бе. Шағымымды қарауыңызды сұраймын.

- Өтініш түрі: шағым
- Өңір: Қарағанды облысы
- Медициналық ұйым: №5 қалалық емхана

Не болды:

3 қарашада УДЗ-ға ақша алды.
Түбіртегі бар.

Осы жағдайды тексеріп, шара қолдануыңызды және нәтижесін хабарлауыңызды сұраймын.

ЖСН мен байланыс телефонын өтініш нысанында көрсетемін.""",
    ("temporary", Lang.RU): """\
В Фонд социального медицинского страхования

Здравствуйте. Прошу присвоить временный статус застрахованного на один месяц.

- Тема: временный статус
- Регион: Карагандинская область
- Категория и документ: Лицо с инвалидностью – справка об инвалидности
- БИН работодателя: 160440007161

За эту категорию взносы платит государство, но проверка показывает «не застрахован».

Подробности:

3 ноября взяли деньги за УЗИ.
Чек есть.

Документ прилагаю. Прошу также сообщить, какой орган должен передать сведения в базу Фонда.

ИИН того, кому нужен статус, и телефон для связи указываю в форме обращения.""",
    ("temporary", Lang.KK): """\
Әлеуметтік медициналық сақтандыру қорына

Сәлеметсіз бе. Бір айға уақытша сақтандырылу мәртебесін беруіңізді сұраймын.

- Тақырыбы: уақытша мәртебе
- Өңір: Қарағанды облысы
- Санат және құжат: Мүгедектігі бар адам – мүгедектік туралы анықтама
- Жұмыс берушінің БСН-і: 160440007161

Бұл санат үшін жарнаны мемлекет төлейді, бірақ тексеру «сақтандырылмаған» деп көрсетіп тұр.

Толығырақ:

3 қарашада УДЗ-ға ақша алды.
Түбіртегі бар.

Құжатты қоса беремін. Деректі Қор базасына қай орган беруі керек екенін де жазуыңызды сұраймын.

Мәртебе керек адамның ЖСН-ін және байланыс телефонын өтініш нысанында көрсетемін.""",
}
# The decree of 4 May 2022: 17 regions and 3 cities
REGIONS = [
    ("Абай облысы", "область Абай"),
    ("Ақмола облысы", "Акмолинская область"),
    ("Ақтөбе облысы", "Актюбинская область"),
    ("Алматы облысы", "Алматинская область"),
    ("Атырау облысы", "Атырауская область"),
    ("Батыс Қазақстан облысы", "Западно-Казахстанская область"),
    ("Жамбыл облысы", "Жамбылская область"),
    ("Жетісу облысы", "область Жетісу"),
    ("Қарағанды облысы", "Карагандинская область"),
    ("Қостанай облысы", "Костанайская область"),
    ("Қызылорда облысы", "Кызылординская область"),
    ("Маңғыстау облысы", "Мангистауская область"),
    ("Павлодар облысы", "Павлодарская область"),
    ("Солтүстік Қазақстан облысы", "Северо-Казахстанская область"),
    ("Түркістан облысы", "Туркестанская область"),
    ("Ұлытау облысы", "область Ұлытау"),
    ("Шығыс Қазақстан облысы", "Восточно-Казахстанская область"),
    ("Астана қаласы", "город Астана"),
    ("Алматы қаласы", "город Алматы"),
    ("Шымкент қаласы", "город Шымкент"),
]
# what is answered so far → the question that comes
WAYS = [
    ({}, KIND),
    ({"kind": "complaint"}, REGION),
    ({"kind": "complaint", "region": "abai"}, AT_CLINIC),
    ({"kind": "complaint", "region": "abai", "at-clinic": "no"}, HAPPENED),
    ({"kind": "complaint", "region": "abai", "at-clinic": "yes"}, CLINIC),
    ({"kind": "thanks", "region": "abai", "at-clinic": "yes", "clinic": "№ 5"}, HAPPENED),
    ({"kind": "temporary", "region": "abai"}, DOCUMENT),
    ({"kind": "temporary", "region": "abai", "document": "child"}, HAPPENED),
    ({"kind": "temporary", "region": "abai", "document": "leave"}, EMPLOYER),
    ({"kind": "temporary", "region": "abai", "document": "leave", "employer": "no"}, HAPPENED),
    ({"kind": "temporary", "region": "abai", "document": "leave", "employer": "yes"}, BIN),
    ({"kind": "temporary", "region": "abai", "document": "leave", "employer": "yes", "bin": ORGANISATION}, HAPPENED),
]


@pytest.fixture(scope="module")
def world(library: Library) -> World:
    """Return the world with the real articles."""
    return World(date(2026, 11, 22), library.rates, library.days_off, library.get)


def walk(world: World, answers: Mapping[str, str] | None = None) -> Iterator[tuple[tuple[str, ...], Outcome]]:
    """Yield every way through the guide with one region: the steps asked, and where it ends."""
    answers = answers or {}
    now = next_step(answers, world)
    if isinstance(now, Outcome):
        yield tuple(answers), now
        return
    assert now.id not in answers
    given = now.field.options if isinstance(now.field, Pick) and now is not REGION else (SAMPLES[now.id],)
    for answer in given:
        yield from walk(world, {**answers, now.id: answer})


def text_of(appeal: Appeal, lang: Lang, world: World) -> str:
    """Return the text put together for an appeal."""
    part = say(Outcome((), appeal), lang, world).parts["appeal.text"]
    assert isinstance(part, Copy)
    return part.text


@pytest.mark.parametrize(("answers", "asked"), WAYS)
def test_what_is_asked_next(answers: dict[str, str], asked: Step, world: World) -> None:
    assert next_step(answers, world) == asked


def test_every_way_ends_and_every_outcome_is_reached(world: World) -> None:
    ways = list(walk(world))
    ends = Counter(outcome.slugs[0] for _, outcome in ways)
    short = len(APPEAL.steps["document"]) - len(MAY_WORK)
    assert ends == {
        **{f"appeal-{kind}": 2 for kind in WITH_CLINIC},
        "appeal-temporary": short + 2 * len(MAY_WORK),
    }
    assert tuple(ends) == APPEAL.outcomes
    assert {len(steps) for steps, _ in ways} == {4, 5, 6}  # as the entry promises
    assert {step for steps, _ in ways for step in steps} == set(APPEAL.steps)


@pytest.mark.parametrize("document", MAY_WORK)
def test_those_who_may_work_are_known_documents(document: str) -> None:
    assert document in APPEAL.steps["document"]


@pytest.mark.parametrize("kind", WITH_CLINIC)
@pytest.mark.parametrize("clinic", [None, "№ 5"])
def test_the_outcome_holds_what_was_answered(kind: str, clinic: str | None, world: World) -> None:
    about = {"at-clinic": "yes", "clinic": clinic} if clinic else {"at-clinic": "no"}
    answers = {"kind": kind, "region": "abai", **about, "happened": " всё хорошо \n"}
    assert next_step(answers, world) == Outcome(
        (f"appeal-{kind}", "appeal-qoldau", "appeal-channels"), Appeal(kind, "abai", "всё хорошо", clinic=clinic)
    )


def test_a_temporary_status_is_asked_for_where_documents_are_taken(world: World) -> None:
    answers = {"kind": "temporary", "region": "astana", "document": "student", "employer": "yes", "bin": ORGANISATION}
    assert next_step({**answers, "happened": "нужна операция"}, world) == Outcome(
        ("appeal-temporary", "appeal-qoldau"),
        Appeal("temporary", "astana", "нужна операция", document="student", bin=ORGANISATION),
    )


@LANGS
@pytest.mark.parametrize("kind", WITH_CLINIC)
def test_the_text_with_and_without_a_clinic(kind: str, lang: Lang, world: World) -> None:
    with_it = text_of(Appeal(kind, "karaganda", STORIES[lang], clinic=CLINICS[lang]), lang, world)
    without = text_of(Appeal(kind, "karaganda", STORIES[lang]), lang, world)
    assert with_it == LETTERS[kind, lang]
    assert without == LETTERS[kind, lang].replace(CLINIC_LINES[lang], "")
    assert CLINICS[lang] not in without


@LANGS
def test_the_text_with_and_without_an_employer(lang: Lang, world: World) -> None:
    appeal = Appeal("temporary", "karaganda", STORIES[lang], document="disability", bin=ORGANISATION)
    with_it = text_of(appeal, lang, world)
    without = text_of(Appeal("temporary", "karaganda", STORIES[lang], document="disability"), lang, world)
    assert with_it == LETTERS["temporary", lang]
    assert without == LETTERS["temporary", lang].replace(BIN_LINES[lang], "")
    assert ORGANISATION not in without


@LANGS
def test_what_is_known_is_told_in_words(lang: Lang, world: World) -> None:
    said = say(Outcome((), Appeal("temporary", "abai", "жедел керек", document="child")), lang, world)
    assert said.words == {
        "appeal.region": {Lang.KK: "Абай облысы", Lang.RU: "область Абай"}[lang],
        "appeal.document": {
            Lang.KK: "18 жасқа дейінгі бала – туу туралы куәлік",
            Lang.RU: "Ребёнок до 18 лет – свидетельство о рождении",
        }[lang],
        "appeal.happened": "жедел керек",
    }
    part = said.parts["appeal.text"]
    assert isinstance(part, Copy)
    assert part.label == {Lang.KK: "Өтініш мәтіні", Lang.RU: "Текст обращения"}[lang]


def test_what_a_person_typed_stays_as_it_is(world: World) -> None:
    typed = "**жирно** {{ appeal.bin }} <b>[ссылка](x)</b> {{ year }}"
    text = text_of(Appeal("complaint", "abai", typed, clinic="{{ appeal.happened }}"), Lang.RU, world)
    assert f"\n\n{typed}\n\n" in text
    assert "- Медицинская организация: {{ appeal.happened }}\n" in text


def test_without_its_article_there_is_no_text(world: World) -> None:
    bare = World(world.today, world.rates, world.days_off)
    said = say(Outcome((), Appeal("complaint", "abai", "0123456789")), Lang.RU, bare)
    assert (said.words, said.parts) == ({"appeal.happened": "0123456789"}, {})


@LANGS
@pytest.mark.parametrize("kind", KINDS)
def test_letters_name_only_what_the_guide_knows(kind: str, lang: Lang, library: Library) -> None:
    letter = library.articles[f"appeal-letter-{kind}"][lang]
    assert [type(block) for block in letter.blocks if not isinstance(block, Text | Items)] == []
    assert set(PLACEHOLDER.findall(str(letter.blocks))) <= set(APPEAL.facts) - {"appeal.text"}


@LANGS
@pytest.mark.parametrize("slug", [*APPEAL.outcomes, "appeal-qoldau", "appeal-channels"])
def test_every_result_says_where_it_is_written(slug: str, lang: Lang, library: Library) -> None:
    assert library.articles[slug][lang].sources


@LANGS
@pytest.mark.parametrize("slug", APPEAL.outcomes)
def test_every_result_shows_the_text(slug: str, lang: Lang, library: Library) -> None:
    places = [block for block in library.articles[slug][lang].blocks if "{{ appeal.text }}" in str(block)]
    assert [block.spans[0].text for block in places if isinstance(block, Text)] == ["{{ appeal.text }}"]


@LANGS
def test_a_complaint_first_names_the_service_of_the_clinic(lang: Lang, library: Library) -> None:
    links = re.findall(r"href='([a-z-]+)'", str(library.articles["appeal-complaint"][lang].blocks))
    assert links[0] == "patient-support-service"


def test_the_regions_are_those_of_today(library: Library) -> None:
    pair = library.articles["appeal-region"]
    order = APPEAL.steps["region"]
    assert [tuple(pair[lang].options[option][0] for lang in (Lang.KK, Lang.RU)) for option in order] == REGIONS


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("Жетысу", "zhetisu"),
        ("улытау", "ulytau"),
        ("Алмата", "almaty"),
        ("ВКО", "east-kazakhstan"),
        ("ШҚО", "east-kazakhstan"),
        ("СКО", "north-kazakhstan"),
        ("ЗКО", "west-kazakhstan"),
        ("БҚО", "west-kazakhstan"),
        ("нур-султан", "astana"),
        ("Өскемен", "east-kazakhstan"),
        ("алматинская", "almaty-region"),
        ("Чимкент", "shymkent"),
    ],
)
def test_regions_as_people_type_them(typed: str, region: str, library: Library) -> None:
    assert meant("region", library)[folded(typed)] == {region}


@pytest.mark.parametrize("step", ["kind", "region", "document"])
def test_no_words_mean_two_options(step: str, library: Library) -> None:
    assert {said: options for said, options in meant(step, library).items() if len(options) > 1} == {}


def test_another_kind_keeps_what_still_holds(world: World) -> None:
    told = {"kind": "complaint", "region": "abai", "at-clinic": "yes", "clinic": "№ 5", "happened": "0123456789"}
    progress = answer_step(Progress("appeal", tuple(told.items())), "kind", "temporary")
    asked = stand(GUIDE, progress, world)
    assert ([step.id for step, _ in asked.answered], asked.now) == (["kind", "region"], DOCUMENT)
    done = stand(GUIDE, answer_step(progress, "document", "child"), world)
    assert done.now == Outcome(
        ("appeal-temporary", "appeal-qoldau"), Appeal("temporary", "abai", "0123456789", document="child")
    )


def folded(text: str) -> str:
    """Return a text as it is compared."""
    return " ".join(fold(word) for word in words_of(text))


def meant(step: str, library: Library) -> dict[str, set[str]]:
    """Return the options that words of either language mean, by the words as they are compared."""
    found: dict[str, set[str]] = {}
    for article in library.articles[f"appeal-{step}"].values():
        for option, said in article.options.items():
            for words in said:
                found.setdefault(folded(words), set()).add(option)
    return found
