"""A tiny content folder without a fault, for tests that break things."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.knowledge.guided import GUIDED, OPTIONS, slugs_of

CONTENT = Path(__file__).resolve().parent.parent / "content"

RATES = """\
years:
  2026:
    minimum_wage: {is: 85000, source: law}
    mci: {is: 4325, source: law}
    employer.rate: {is: 3, source: law}
    employer.cap: {is: 40, source: law}
    employee.rate: {is: 2, source: law}
    employee.cap: {is: 20, source: law}
    entrepreneur.rate: {is: 5, source: law}
    entrepreneur.base: {is: 1.4, source: law}
    self_payer.rate: {is: 5, source: law}
    state.rate: {is: 2, source: law}
sources:
  law: {title: Закон, document: статья 28}
"""
NEXT_YEAR = """\
  2027:
    minimum_wage: {is: 90000, source: law}
    mci: {is: 4500, source: law}
    employer.rate: {is: 3, source: law}
    employer.cap: {is: 40, source: law}
    employee.rate: {is: 2, source: law}
    employee.cap: {is: 20, source: law}
    entrepreneur.rate: {is: 5, source: law}
    entrepreneur.base: {is: 1.4, source: law}
    self_payer.rate: {is: 5, source: law}
    state.rate: {is: 2, source: law}
"""
DAYS_OFF = """\
years:
  2026: {holidays: [2026-12-16], moved: [], worked: [], sources: [law]}
  2027: {holidays: [2027-01-01, 2027-01-02], moved: [2027-01-04], worked: [], sources: [law]}
sources:
  law: {title: Закон, document: статья 5}
"""
FILES = {
    "rates.yaml": RATES,
    "days-off.yaml": DAYS_OFF,
    "glossary.yaml": "- взнос, жарна\n- платить, төлеу\n",
    "front.yaml": "doors: [fee, place]\nasked: [people]\n",
    "emergency.yaml": "always: [не дышит, есі жоқ жатыр]\nunless: [болит сердце]\ncalm: [льгот*]\n",
    "off-topic.yaml": '- "погода на завтра"\n- "ауа райы қандай"\n',
    "asked.jsonl": '{"text": "почём взнос", "lang": "ru", "style": "typo", "expect": ["fee"]}\n',
    "spoken.yaml": "yes: [да, иә]\nno: [нет, жоқ]\ncalls:\n  calculator: [посчитай, есепте]\n",
}
TALK = ("greeting", "thanks", "goodbye", "robot", "operator", "emergency", "nothing", "choices", "also", "trouble",
        "old-figures", "expired", "welcome", "guide-left")  # fmt: skip
GUIDE = tuple(slug for name, guided in GUIDED.items() for slug in slugs_of(name, guided))
SAID = {"greeting": ("привет", "сәлем"), "thanks": ("спасибо", "рахмет"), "goodbye": ("до свидания", "сау болыңыз")}
NUMBERS = {
    "ru": [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
        "зима",
        "весна",
        "лето",
        "осень",
        "утро",
        "вечер",
    ],
    "kk": [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
        "дүйсенбі",
        "сейсенбі",
        "сәрсенбі",
        "бейсенбі",
        "жұма",
        "сенбі",
        "жексенбі",
        "қыс",
        "көктем",
        "жаз",
        "күз",
        "таң",
        "кеш",
    ],
}
ARTICLES = {
    "payment/fee": ("Сколько платить", "Қанша төлеу керек", "размер взноса", "жарна мөлшері"),
    "payment/place": ("Где платить", "Қайда төлеуге болады", "отделение банка", "банк бөлімшесі"),
    "benefits/people": ("Кому льготы", "Жеңілдік кімге", "список льготников", "жеңілдік тізімі"),
}
FEE = {
    "ru": "В {{ year }} году взнос – {{ self_payer.month }} в месяц.",
    "kk": "{{ year }} жылы жарна бір ай үшін – {{ self_payer.month }}.",
}
BODY = {"ru": "Это текст статьи.", "kk": "Бұл мақаланың мәтіні."}


def article(title: str, body: str, ask: tuple[str, ...] = (), more: str = "") -> str:
    """Return the text of an article; `more` is further lines of its head."""
    asks = "ask:\n" + "".join(f"  - {phrase}\n" for phrase in ask) if ask else ""
    return f"---\ntitle: {title}\n{asks}{more}---\n{body}\n"


def write_small(root: Path) -> Path:
    """Write the folder: three articles, one of another agency, the small talk and the files for all."""
    root.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (root / name).write_text(text, "utf-8")
    shutil.copyfile(CONTENT / "calibration.json", root / "calibration.json")
    care = "sources:\n  - title: Закон\n    link: https://adilet.zan.kz/rus/docs/Z1500000405\nreviewed: 2026-11-01\n"
    for place, (ru, kk, ru_said, kk_said) in ARTICLES.items():
        for lang, title, said in (("ru", ru, ru_said), ("kk", kk, kk_said)):
            asks = tuple(f"{said} {word}" for word in NUMBERS[lang])
            body = FEE[lang] if place == "payment/fee" else BODY[lang]
            put(root, f"{lang}/{place}.md", article(title, body, asks, care))
    put(root, "ru/elsewhere/elsewhere-taxes.md", article("Налоги", "Спросите налоговую.", ("налог на машину",), care))
    put(root, "kk/elsewhere/elsewhere-taxes.md", article("Салық", "Салық органынан сұраңыз.", ("көлік салығы",), care))
    for slug in TALK:
        for at, lang in enumerate(("ru", "kk")):
            body = {"ru": f"Слово {slug}.", "kk": f"Сөз {slug}."}[lang]
            put(root, f"{lang}/talk/{slug}.md", article(slug.title(), body, SAID.get(slug, ())[at : at + 1]))
    for slug in GUIDE:
        options = "".join(f"  {name}: [{name}]\n" for name in OPTIONS.get(slug, ()))
        more = f"options:\n{options}" if options else ""
        put(root, f"ru/guide/{slug}.md", article(slug.title(), f"Слово {slug}.", more=more))
        put(root, f"kk/guide/{slug}.md", article(slug.title(), f"Сөз {slug}.", more=more))
    return root


def put(root: Path, name: str, text: str | bytes) -> None:
    """Write one file of the folder."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace text that stands once in a file of the folder."""
    text = (root / name).read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    put(root, name, text.replace(old, new))
