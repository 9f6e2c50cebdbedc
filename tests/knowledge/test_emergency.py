"""Signs of an emergency: every one in five spellings is caught; near ones are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.knowledge.emergency import read_signs, sign_of
from app.knowledge.fault import FaultError, read_yaml
from app.knowledge.library import Library
from app.knowledge.text import clean
from tests.small import CONTENT

LISTS = read_yaml((CONTENT / "emergency.yaml").read_text("utf-8")).value
SIGNS = [entry.value.replace("*", "") for name in ("always", "unless") for entry in LISTS[name].value]

Spelling = Callable[[str], str]
FOLDED = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")
LATIN = {
    **dict(zip("аәбвгғдезийкқлмнңоөпрстуұүфхһыіэ", "aabvggdeziikqlmnnooprstuuufhhyie", strict=True)),
    "ё": "e",
    "ж": "zh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
}
# the keys of the Kazakh layout, typed while the Latin one was on
KEYS = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбюёәіңғүұқөһ", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`2345890-=")


def as_is(text: str) -> str:
    """Return the sign."""
    return text


def folded(text: str) -> str:
    """Return the sign typed without Kazakh letters."""
    return text.translate(FOLDED)


def latin(text: str) -> str:
    """Return the sign in Latin letters; Kazakh ones write j where Russian ones write zh."""
    letters = LATIN | {"ж": "j"} if text != folded(text) else LATIN
    return "".join(letters.get(letter, letter) for letter in text)


def wrong_layout(text: str) -> str:
    """Return the keys of the sign on the Latin layout."""
    return text.translate(KEYS)


def one_typo(text: str) -> str:
    """Return the sign with two neighbours swapped in the middle of its longest word."""
    words = text.split()
    at = max(range(len(words)), key=lambda place: len(words[place]))
    word = words[at]
    for cut in (len(word) // 2 - 1, len(word) // 2, 1):
        if 0 < cut < len(word) - 1 and word[cut] != word[cut + 1]:
            words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
            break
    return " ".join(words)


@pytest.mark.parametrize("spelling", [as_is, folded, latin, wrong_layout, one_typo], ids=lambda way: way.__name__)
@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_in_every_spelling(sign: str, spelling: Spelling, library: Library) -> None:
    caught = sign_of(clean(spelling(sign)), library.signs) is not None
    assert caught is True, spelling(sign)


@pytest.mark.parametrize(
    ("spelling", "text", "typed"),
    [
        (folded, "есі жоқ жатыр", "еси жок жатыр"),
        (latin, "есі жоқ жатыр", "esi joq jatyr"),
        (latin, "не хочу жить", "ne hochu zhit"),
        (wrong_layout, "есі жоқ жатыр", "tc3 ;j0 ;fnsh"),
        (wrong_layout, "не дышит", "yt lsibn"),
        (one_typo, "не могу дышать", "не могу дыашть"),
    ],
)
def test_the_spellings_are_those_of_people(spelling: Spelling, text: str, typed: str) -> None:
    assert spelling(text) == typed


@pytest.mark.parametrize(
    "text",
    [
        "ПОМОГИТЕ МУЖ НЕ ДЫШИТ!!!",
        "мама упала и не дышит совсем, что делать",
        "у папы сильно болит сердце",
        "қарттың есі жоқ, не істейміз",
        "әкем дем алмай жатыр тез",
        "жить больше не хочу",
        "я не хочу больше жить",
        "застрахован ли я, мама не дышит",  # always: whatever else the message says
        "бесплатно ли, ребенок не дышит",
    ],
)
def test_people_in_danger(text: str, library: Library) -> None:
    caught = sign_of(clean(text), library.signs) is not None
    assert caught is True


NEAR = [
    "скорая помощь бесплатная без страховки?",
    "болит ли льгота",
    "после инсульта положена реабилитация",
    "сколько стоит вызвать скорую",
    "умер муж, что с его страховкой",
    "скорая приедет, если не застрахован?",
    "вызов скорой платный или нет",
    "приехала скорая и взяла деньги, куда жаловаться",
    "должен ли я платить за скорую без осмс",
    "был инфаркт год назад, положены ли бесплатные лекарства",
    "после инфаркта какие лекарства бесплатно",
    "болит сердце, к какому врачу по осмс",
    "болит грудь, маммография бесплатна по страховке?",
    "инсульт входит в пакет осмс?",
    "перенёс инсульт, есть ли льгота на лекарства",
    "у мамы инсульт был в прошлом году, нужна группа инвалидности",
    "роды бесплатные без страховки?",
    "кесарево сечение входит в осмс",
    "лечение ожогов входит в пакет",
    "отравление лечат бесплатно без осмс?",
    "нос не дышит, лор по направлению бесплатно?",
    "хочу жить в другом городе, где прикрепиться",
    "не хочу платить осмс",
    "хочу жить спокойно, как оформить страховку",
    "умер отец, вернут ли его взносы",
    "убили цены на лекарства, что бесплатно",
    "кровь из вены сдать бесплатно",
    "анализ крови по направлению",
    "потерял паспорт, как узнать статус",
    "сердечная недостаточность, диспансерный учёт",
    "операция на сердце по квоте",
    "упал доход, сколько платить ип",
    "теряю статус, если уволюсь?",
    "температура у ребёнка, вызвать врача на дом бесплатно?",
    "жедел жәрдем тегін бе",
    "жедел жәрдем сақтандыруы жоқ адамға келе ме",
    "скорый ақылы ма",
    "инсульттен кейін оңалту тегін бе",
    "инфарктан кейін дәрі тегін беріле ме",
    "жүрегім ауырады, қай дәрігерге жолдама алам",
    "күйеуім қайтыс болды, жарнасы не болады",
    "әкем өлді, ақшасын қайтара ма",
    "өмір бойы төлеймін бе",
    "есім тізімде жоқ",
    "менің есімім базада жоқ",
    "мәртебем жоқ, не істеймін",
    "жұмысым жоқ, төлей алмай жүрмін",
    "қан тапсыру тегін бе",
    "босану тегін бе сақтандырусыз",
    "ақша алмай жатыр, терминал істемейді",
]


def test_there_are_forty_near_ones_and_more() -> None:
    assert len(set(NEAR)) == 50


@pytest.mark.parametrize("text", NEAR)
def test_near_ones_are_no_emergency(text: str, library: Library) -> None:
    caught = sign_of(clean(text), library.signs) is not None
    assert caught is False


SMALL = read_signs(
    "always: [не дышит, потерял* сознание]\nunless: [болит сердце, скорую вызвать срочно]\ncalm: [льгот*, к врачу]\n"
)


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("", False),
        ("не дышит", True),
        ("не совсем дышит", False),  # a negation stands right before its word
        ("дышит, а не спит", False),
        ("дышит", False),
        ("потеряла сознание", True),
        ("сознание потерял", True),
        ("сознание он сейчас потерял", True),
        ("сознание он вот только сейчас потерял", False),  # too far apart
        ("болит сердце", True),
        ("болит сердце, есть ли льгота", False),
        ("болит сердце, к врачу", False),
        ("не дышит, есть ли льгота", True),
        ("сердце", False),
    ],
)
def test_how_signs_are_met(text: str, caught: bool) -> None:
    assert (sign_of(clean(text), SMALL) is not None) is caught


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "emergency.yaml holds the lists always, unless, calm"),
        ("- не дышит", 1, "emergency.yaml holds the lists always, unless, calm"),
        ("always: [a]\nunless: [б]\ncalm: [в]\nmore: [г]", 1, "emergency.yaml holds the lists always, unless, calm"),
        ("always: [a]\nunless: [б]\ncalm:\n  - в\n  - '?!'", 5, "a sign is words; write at least one"),
        ("always: [a]\nunless: [б]\ncalm:\n  - в\n  - [г]", 5, "a sign is words; write at least one"),
    ],
)
def test_faults_of_the_file(text: str, line: int, message: str) -> None:
    with pytest.raises(FaultError) as raised:
        read_signs(text)
    assert (raised.value.line, raised.value.message) == (line, message)


def test_a_list_that_is_none_is_told() -> None:
    with pytest.raises(FaultError) as raised:
        read_signs("always: [a]\nunless: нет\ncalm: [в]")
    assert (raised.value.line, raised.value.message.split(" is ")[0]) == (2, "'unless'")
