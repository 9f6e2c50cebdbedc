"""Every fault of a content folder: told all at once, each as `path:line: what is wrong; the cure`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.knowledge.check import check, near_phrasings
from app.knowledge.fault import MAX_BYTES, Fault
from app.knowledge.guided import FACTS
from app.knowledge.shelf import read_shelf
from tests.conftest import TODAY
from tests.small import FEE, GUIDE, NEXT_YEAR, article, edit, put

QUIET = date(2026, 11, 1)  # a day on which nothing is due
Break = Callable[[Path], None]


def faults_of(root: Path, today: date = QUIET) -> list[str]:
    """Return what the check tells of a folder."""
    return [str(fault) for fault in check(read_shelf(root), today)]


def _first(value: object) -> str:
    """Name a case by the first thing told."""
    return str(value[0] if value else "no fault") if isinstance(value, list) else ""


def replaced(name: str, old: str, new: str) -> Break:
    """Return the edit that replaces text that stands once in a file."""
    return lambda root: edit(root, name, old, new)


def written(name: str, text: str | bytes) -> Break:
    """Return the edit that writes a file."""
    return lambda root: put(root, name, text)


def removed(*names: str) -> Break:
    """Return the edit that removes files."""

    def remove(root: Path) -> None:
        for name in names:
            (root / name).unlink()

    return remove


def both(first: Break, second: Break) -> Break:
    """Return two edits as one."""

    def change(root: Path) -> None:
        first(root)
        second(root)

    return change


def in_both_languages(place: str, old: str, new: str) -> Break:
    """Return the edit that replaces text in the article of both languages."""
    return both(replaced(f"ru/{place}.md", old, new), replaced(f"kk/{place}.md", old, new))


def test_the_small_folder_has_no_fault(small: Path) -> None:
    assert faults_of(small) == []


RU, KK = "ru/payment/fee.md", "kk/payment/fee.md"
BODY = "ru/payment/place.md"
TALK_MISSING = "is missing, and the assistant cannot do without it"


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        # a file that cannot be read
        (replaced(RU, "title: Сколько", "titel: Сколько"), [f"{RU}:2: unknown key 'titel'; did you mean 'title'?"]),
        (
            replaced(RU, "Сколько платить", "Сколько: платить"),
            [
                f"{RU}:2: YAML: mapping values are not allowed in this context; "
                "put the value in quotes or mend the indent"
            ],
        ),
        (
            replaced(RU, "title: Сколько платить", "title: &a Сколько\nguide: *a"),
            [f"{RU}:2: YAML anchors and aliases are not used here; write the value out"],
        ),
        (
            replaced(BODY, "Это текст статьи.", "Это <b>текст</b>."),
            [f"{BODY}:34: HTML is not used; write it in Markdown"],
        ),
        (
            replaced(BODY, "Это текст статьи.", "Это:\n\n- раз\n  - два"),
            [f"{BODY}:36: a list item is one line without a list inside it"],
        ),
        (
            replaced(BODY, "Это текст статьи.", "Это.\n\n![фото](a.png)"),
            [f"{BODY}:36: pictures are not used; say it in words"],
        ),
        (
            replaced(BODY, "Это текст статьи.", ""),
            [f"{BODY}:33: the article says nothing; write its text after the head"],
        ),
        (
            written(BODY, "---\ntitle: Где\nask:\n  - где\n".encode() + b"  - \xff\xfe\n"),
            [f"{BODY}:5: the file is not UTF-8; save it as UTF-8"],
        ),
        (
            written(BODY, b"a" * (MAX_BYTES + 1)),
            [f"{BODY}:1: the file has {MAX_BYTES + 1} bytes; keep it under {MAX_BYTES}"],
        ),
        (
            written("ru/notes.md", "заметки"),
            ["ru/notes.md:1: an article is <kk or ru>/<group>/<slug>.md; move or remove this file"],
        ),
        (
            written("ru/payment/Fee.md", "x"),
            ["ru/payment/Fee.md:1: 'Fee' is not a slug; use a-z, 0-9 and single hyphens, at most 64"],
        ),
        (
            written("notes.yaml", "- a"),
            ["notes.yaml:1: an article is <kk or ru>/<group>/<slug>.md; move or remove this file"],
        ),
        (removed("rates.yaml"), ["rates.yaml:1: the file is missing; restore it"]),
        (removed("calibration.json"), ["calibration.json:1: the file is missing; restore it"]),
        (
            replaced("rates.yaml", "mci: {is: 4325", "mic: {is: 4325"),
            ["rates.yaml:4: unknown figure 'mic'; did you mean 'mci'?"],
        ),
        (
            written("glossary.yaml", "- взнос\n"),
            ["glossary.yaml:1: a row needs two words or more, with commas between them"],
        ),
        (written("off-topic.yaml", "{}"), ["off-topic.yaml:1: off-topic.yaml is a list; put each message after '- '"]),
        (
            replaced("emergency.yaml", "calm", "clam"),
            ["emergency.yaml:1: emergency.yaml holds the lists always, unless, calm"],
        ),
        (written("front.yaml", "doors: [fee]"), ["front.yaml:1: front.yaml holds 'doors' and 'asked', lists of slugs"]),
        # twins
        (removed(KK), [f"{RU}:1: there is no {KK}; every article exists in both languages"]),
        (removed(RU), [f"{KK}:1: there is no {RU}; every article exists in both languages"]),
        (
            lambda root: (root / KK).rename(root / "kk/benefits/fee.md"),
            [
                "kk/benefits/fee.md:1: the group is 'benefits' here and 'payment' in ru",
                f"{RU}:1: the group is 'payment' here and 'benefits' in kk",
            ],
        ),
        (
            lambda root: put(
                root, "ru/benefits/fee.md", (root / RU).read_bytes().replace("взноса ".encode(), "взноса в ".encode())
            ),
            ["ru/payment/fee.md:1: 'fee' stands also in ru/benefits/fee.md; a slug names one article"],
        ),
        (
            replaced(RU, "sources:", "related: [place]\nsources:"),
            [f"{RU}:29: 'related' differs from {KK}; write the same in both"],
        ),
        (
            replaced(KK, "sources:", "related: [place]\nsources:"),
            [f"{RU}:1: 'related' differs from {KK}; write the same in both"],
        ),
        (
            replaced(RU, "sources:", "guide: plan\nsources:"),
            [f"{RU}:29: 'guide' differs from {KK}; write the same in both"],
        ),
        (
            replaced(RU, "sources:", "until: 2027-01-01\nsources:"),
            [f"{RU}:29: 'until' differs from {KK}; write the same in both"],
        ),
        # the head
        (
            replaced(RU, "Сколько платить", "Сколько " * 10 + "платить"),
            [f"{RU}:2: the title has 87 letters; 80 at most"],
        ),
        (
            in_both_languages("payment/fee", "sources:", "related: [fee]\nsources:"),
            [
                f"{KK}:29: the article names itself in 'related'; remove it",
                f"{RU}:29: the article names itself in 'related'; remove it",
            ],
        ),
        (
            in_both_languages("payment/fee", "sources:", "related: [plase]\nsources:"),
            [
                f"{KK}:29: no article 'plase'; did you mean 'place'?",
                f"{RU}:29: no article 'plase'; did you mean 'place'?",
            ],
        ),
        (
            replaced(BODY, "Это текст статьи.", "Это [там](plase)."),
            [f"{BODY}:34: a link to no article 'plase'; did you mean 'place'?"],
        ),
        (replaced(RU, "  - размер взноса январь\n", ""), [f"{RU}:3: 24 phrasings in 'ask'; write 25 or more"]),
        (replaced(RU, "    link: https://adilet.zan.kz/rus/docs/Z1500000405\n", "    document: статья 28\n"), []),
        (
            lambda root: edit(
                root, RU, "sources:\n  - title: Закон\n    link: https://adilet.zan.kz/rus/docs/Z1500000405\n", ""
            ),
            [f"{RU}:1: no 'sources'; say where it is written"],
        ),
        (
            replaced(RU, "reviewed: 2026-11-01\n", ""),
            [f"{RU}:1: key 'reviewed' is missing; write the date of the last review"],
        ),
        # words
        (
            replaced(BODY, "Это текст статьи.", "Первое.\n\nЭто инвалид."),
            [f"{BODY}:36: 'инвалид' is not our word; write 'лицо с инвалидностью'"],
        ),
        (
            replaced(BODY, "Где платить", "Где платить инвалидам"),
            [f"{BODY}:2: 'инвалидам' is not our word; write 'лицо с инвалидностью'"],
        ),
        (replaced(BODY, "Это текст статьи.", "Лицо с инвалидностью, инвалидность."), []),
        (
            replaced("kk/payment/place.md", "Бұл мақаланың мәтіні.", "Мүгедек адам."),
            ["kk/payment/place.md:34: 'Мүгедек' is not our word; write 'мүгедектігі бар адам'"],
        ),
        (replaced("kk/payment/place.md", "Бұл мақаланың мәтіні.", "Мүгедектігі бар адам."), []),
        (
            replaced("kk/payment/place.md", "Бұл мақаланың мәтіні.", "Оралман, қандас."),
            ["kk/payment/place.md:34: 'Оралман' is not our word; write 'кандас / қандас'"],
        ),
        (
            replaced("kk/payment/place.md", "Бұл мақаланың мәтіні.", "Это русский текст."),
            ["kk/payment/place.md:34: there is no Kazakh letter in the text; is it in Kazakh?"],
        ),
        # figures
        (
            replaced(BODY, "Это текст статьи.", "Это 4 250 ₸."),
            [f"{BODY}:34: '4 250 ₸' is typed; take it from rates.yaml by {{{{ name }}}}"],
        ),
        (
            replaced(BODY, "Это текст статьи.", "Это 5%."),
            [f"{BODY}:34: '5%' is typed; take it from rates.yaml by {{{{ name }}}}"],
        ),
        (
            replaced(BODY, "Это текст статьи.", "Это 4250 тенге."),
            [f"{BODY}:34: '4250 тенге' is typed; take it from rates.yaml by {{{{ name }}}}"],
        ),
        (
            replaced(BODY, "Это текст статьи.", "Это 2,5 процента."),
            [f"{BODY}:34: '2,5 процент' is typed; take it from rates.yaml by {{{{ name }}}}"],
        ),
        (
            replaced("kk/payment/place.md", "Бұл мақаланың мәтіні.", "Бұл 4\u00a0250\u00a0теңге."),
            ["kk/payment/place.md:34: '4\u00a0250\u00a0теңге' is typed; take it from rates.yaml by {{ name }}"],
        ),
        (
            replaced(BODY, "Где платить", "Где платить 100 ₸"),
            [f"{BODY}:2: '100 ₸' is typed; take it from rates.yaml by {{{{ name }}}}"],
        ),
        (replaced(BODY, "Это текст статьи.", "Через 3 месяца и 10 дней, КНП 121, звоните 1414."), []),
        (
            replaced(RU, "self_payer.month", "self_payer.moth"),
            [f"{RU}:34: rates.yaml has no 'self_payer.moth' for 2026; did you mean 'self_payer.month'?"],
        ),
        (
            replaced(RU, "{{ self_payer.month }}", "{{ local.rate }}"),
            [f"{RU}:34: rates.yaml has no 'local.rate' for 2026"],
        ),
        (
            replaced(RU, "{{ self_payer.month }}", "{{ 2023.mci }}"),
            [f"{RU}:34: rates.yaml has no figures of 2023; it has 2026"],
        ),
        (
            replaced(RU, "{{ self_payer.month }}", "{{ self_payer.month }"),
            [f"{RU}:34: a brace stands alone; a figure is written {{{{ name }}}}"],
        ),
        (
            replaced(RU, FEE["ru"], "Взнос – {{ self_payer.month }}."),
            [f"{RU}:34: a sum is shown without its year; add {{{{ year }}}} to the sentence"],
        ),
        (replaced(RU, FEE["ru"], "Ставка – {{ self_payer.rate }}."), []),
        (
            replaced(RU, "Сколько платить", "Сколько платить {{ yaer }}"),
            [f"{RU}:2: rates.yaml has no 'yaer' for 2026; did you mean 'year'?"],
        ),
        # phrasings
        (
            replaced(BODY, "  - отделение банка январь\n", "  - отделение банка январь\n  - Отделение банка январь!\n"),
            [f"{BODY}:5: 'Отделение банка январь!' stands also in {BODY}; keep one"],
        ),
        (
            replaced(RU, "размер взноса январь", "отделение банка январь"),
            [f"{BODY}:4: 'отделение банка январь' stands also in {RU}; keep one"],
        ),
        (
            replaced("kk/benefits/people.md", "жеңілдік тізімі қаңтар", "жарна молшери кантар"),
            [f"{KK}:4: 'жарна мөлшері қаңтар' stands also in kk/benefits/people.md; keep one"],
        ),
        (
            replaced("kk/benefits/people.md", "жеңілдік тізімі қаңтар", "razmer vznosa yanvar"),
            [f"{RU}:4: 'размер взноса январь' stands also in kk/benefits/people.md; keep one"],
        ),
        (replaced(KK, "жарна мөлшері қаңтар", "размер взноса январь"), []),
        # the first screen and the small talk
        (replaced("front.yaml", "place]", "plase]"), ["front.yaml:1: no article 'plase'; did you mean 'place'?"]),
        (removed("ru/talk/robot.md", "kk/talk/robot.md"), [f"kk/talk/robot.md:1: {TALK_MISSING}"]),
        (removed("ru/talk/emergency.md", "kk/talk/emergency.md"), [f"kk/talk/emergency.md:1: {TALK_MISSING}"]),
    ],
    ids=_first,
)
def test_faults(broken: Break, told: list[str], small: Path) -> None:
    broken(small)
    assert faults_of(small) == told


def test_all_faults_of_all_files_are_told_at_once(small: Path) -> None:
    edit(small, RU, "title: Сколько", "titel: Сколько")
    edit(small, BODY, "Это текст статьи.", "Это 4 250 ₸.\n\nЭто инвалид и {{ mci }} с {{ xyz }}.")
    edit(small, "ru/benefits/people.md", "  - список льготников январь\n", "")
    put(small, "glossary.yaml", "- взнос\n")
    (small / "kk/talk/robot.md").unlink()
    assert faults_of(small) == [
        "glossary.yaml:1: a row needs two words or more, with commas between them",
        "ru/benefits/people.md:3: 24 phrasings in 'ask'; write 25 or more",
        f"{RU}:2: unknown key 'titel'; did you mean 'title'?",
        f"{BODY}:34: '4 250 ₸' is typed; take it from rates.yaml by {{{{ name }}}}",
        f"{BODY}:34: a sum is shown without its year; add {{{{ year }}}} to the sentence",
        f"{BODY}:36: 'инвалид' is not our word; write 'лицо с инвалидностью'",
        f"{BODY}:36: rates.yaml has no 'xyz' for 2026",
        "ru/talk/robot.md:1: there is no kk/talk/robot.md; every article exists in both languages",
    ]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (
            in_both_languages("payment/fee", "sources:", "until: 2026-10-31\nsources:"),
            [
                f"{KK}:29: warning: was to hold until 2026-10-31; review it",
                f"{RU}:29: warning: was to hold until 2026-10-31; review it",
            ],
        ),
        (in_both_languages("payment/fee", "sources:", "until: 2026-11-01\nsources:"), []),
        (replaced(RU, "reviewed: 2026-11-01", "reviewed: 2025-10-31"), []),
        (
            replaced(RU, "reviewed: 2026-11-01", "reviewed: 2025-10-30"),
            [f"{RU}:32: warning: last reviewed 2025-10-30; read it again"],
        ),
    ],
    ids=_first,
)
def test_warnings(broken: Break, told: list[str], small: Path) -> None:
    broken(small)
    assert faults_of(small) == told


def test_a_missing_year_is_a_warning_and_no_fault(small: Path) -> None:
    warning = "rates.yaml:1: warning: no figures of 2027 yet; add them under 'years'"
    days = [date(2026, 11, 1), date(2026, 11, 2), date(2027, 1, 1), date(2027, 6, 1)]
    assert [faults_of(small, day) for day in days] == [[], [warning], [warning], [warning]]
    edit(small, "rates.yaml", "sources:\n", f"{NEXT_YEAR}sources:\n")
    assert [faults_of(small, day) for day in days] == [[], [], [], []]


def test_a_figure_that_only_the_next_year_has_is_a_fault_this_year(small: Path) -> None:
    edit(small, "rates.yaml", "sources:\n", f"{NEXT_YEAR}    local.rate: {{is: 2, source: law}}\nsources:\n")
    edit(small, RU, "{{ self_payer.month }}", "{{ local.rate }}")
    assert faults_of(small) == [f"{RU}:34: rates.yaml has no 'local.rate' for 2026"]


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        (replaced("rates.yaml", "mci: {is: 4325, source: law}", "mci: {is: 4325, source: [law]}"), "rates.yaml:4:"),
        (replaced("rates.yaml", "minimum_wage: {is: 85000", "minimum_wage: {is: 1e999"), "rates.yaml:"),
        (written("off-topic.yaml", "[" * 500 + "]" * 500), "off-topic.yaml:1:"),
        (written("emergency.yaml", "always: [ь]\nunless: [а б]\ncalm: [в]\n"), "emergency.yaml:1:"),
        (written("asked.jsonl", "[]"), "asked.jsonl:1:"),
        (written("asked.jsonl", '{"text": 5, "lang": "ru", "style": "a", "expect": 7}'), "asked.jsonl:1:"),
        (written("calibration.json", "[]"), "calibration.json:1:"),
        (written("calibration.json", '{"features": [], "none": {}, "bands": {}}'), "calibration.json:1:"),
        (written("ru/payment/fee/x.md", "x"), "ru/payment/fee/x.md:1:"),
    ],
)
def test_whatever_an_editor_wrote_is_told_and_not_raised(broken: Break, place: str, small: Path) -> None:
    broken(small)
    assert [told[: len(place)] for told in faults_of(small)] == [place]


def test_the_line_of_a_phrasing_is_where_it_stands(small: Path) -> None:
    edit(small, BODY, "  - отделение банка январь\n", "  # так говорят в селе\n\n  - размер взноса январь\n")
    assert faults_of(small) == [f"{BODY}:6: 'размер взноса январь' stands also in {RU}; keep one"]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("размеры взноса январь", True),
        ("январь взноса размер", True),  # only the order of words tells them apart
        ("размер взноса", False),
        ("список льготников", False),
    ],
)
def test_near_phrasings_of_two_articles_are_warned_of(other: str, told: bool, small: Path) -> None:
    edit(small, "ru/benefits/people.md", "список льготников январь", other)
    near = f"{RU}:4: warning: 'размер взноса январь' is near '{other}' of ru/benefits/people.md"
    assert [str(fault) for fault in near_phrasings(read_shelf(small))] == ([near] if told else [])


def test_near_phrasings_of_one_article_are_its_own_matter(small: Path) -> None:
    edit(small, BODY, "отделение банка март", "отделения банка январь")
    assert near_phrasings(read_shelf(small)) == ()


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault("a.md", 3, "wrong; mend it"), "a.md:3: wrong; mend it"),
        (Fault("a.md", 3, "old", warning=True), "a.md:3: warning: old"),
    ],
)
def test_a_fault_in_words(fault: Fault, told: str) -> None:
    assert str(fault) == told


def test_the_content_has_a_version_by_what_is_in_it(small: Path) -> None:
    before = read_shelf(small).version
    edit(small, BODY, "Это текст статьи.", "Это другой текст.")
    after = read_shelf(small).version
    edit(small, BODY, "Это другой текст.", "Это текст статьи.")
    put(small, "ru/payment/.fee.md.swp", "x")
    assert [before == after, before == read_shelf(small).version, len(before)] == [False, True, 12]


def test_an_article_without_phrasings_of_another_agency_is_complete(small: Path) -> None:
    care = "sources:\n  - {title: З, document: с}\nreviewed: 2026-11-01\n"
    put(small, "ru/elsewhere/elsewhere-jobs.md", article("Работа", "Спросите центр.", (), care))
    put(small, "kk/elsewhere/elsewhere-jobs.md", article("Жұмыс", "Орталықтан сұраңыз.", (), care))
    assert faults_of(small) == []


ASKING = "guide/status-ask"


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_of_a_person_is_known_in_a_guide_alone(fact: str, small: Path) -> None:
    edit(small, f"ru/{ASKING}.md", "Слово status-ask.", f"Слово {{{{ {fact} }}}}.")
    assert faults_of(small) == []
    edit(small, BODY, "Это текст статьи.", f"Это {{{{ {fact} }}}}.")
    assert [told.split(":")[:2] for told in faults_of(small)] == [[BODY, "34"]]
    assert f"rates.yaml has no '{fact}' for 2026" in faults_of(small)[0]


def test_a_fact_that_nobody_knows_is_a_fault_in_a_guide_too(small: Path) -> None:
    edit(small, f"ru/{ASKING}.md", "Слово status-ask.", "Слово {{ status.name }}.")
    assert faults_of(small) == [f"ru/{ASKING}.md:4: rates.yaml has no 'status.name' for 2026"]


def test_a_fact_in_small_talk_is_a_fault(small: Path) -> None:
    edit(small, "ru/talk/thanks.md", "Слово thanks.", "Слово {{ status.until }}.")
    assert [told.split(": ")[0] for told in faults_of(small)] == ["ru/talk/thanks.md:6"]


@pytest.mark.parametrize("slug", GUIDE)
def test_a_missing_text_of_the_guide_is_told(slug: str, small: Path) -> None:
    removed(f"ru/guide/{slug}.md", f"kk/guide/{slug}.md")(small)
    assert faults_of(small) == [f"kk/guide/{slug}.md:1: {TALK_MISSING}"]


def test_a_text_of_the_guide_in_one_language_is_told(small: Path) -> None:
    removed(f"kk/{ASKING}.md")(small)
    assert faults_of(small) == [f"ru/{ASKING}.md:1: there is no kk/{ASKING}.md; every article exists in both languages"]


def test_a_text_of_the_guide_needs_no_phrasings_no_sources_and_no_review(small: Path) -> None:
    put(small, "ru/guide/plan-ask.md", article("План", "Слово."))
    put(small, "kk/guide/plan-ask.md", article("Жоспар", "Сөз."))
    assert faults_of(small) == []


def test_the_real_content_has_no_fault(content: Path) -> None:
    assert [fault for fault in check(read_shelf(content), TODAY) if not fault.warning] == []


def test_every_fact_is_told_by_the_real_content(content: Path) -> None:
    texts = "".join(path.read_text("utf-8") for path in (content / "kk" / "guide").iterdir())
    assert [fact for fact in FACTS if f"{{{{ {fact} }}}}" not in texts] == []
