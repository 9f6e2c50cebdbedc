"""One reply, several views: JSON and plain text."""

from __future__ import annotations

from datetime import date

import pytest

from app.block import (
    Block,
    Choice,
    Choices,
    Contact,
    Copy,
    File,
    Form,
    Given,
    Heading,
    Input,
    Items,
    Link,
    Months,
    Note,
    Option,
    Span,
    Steps,
    Table,
    Text,
)
from app.model import Kind, Lang, Reply, Source
from app.render import Json, plain, to_json, to_text
from lookup.coverage import Cover
from lookup.month import Month

OUT = Span("закон", href="https://adilet.zan.kz/x")
CHOICE = Choice("rates", "Кто сколько платит")


@pytest.mark.parametrize(
    ("block", "told", "text"),
    [
        (
            Text((Span("Раз "), Span("два", bold=True))),
            {"type": "text", "spans": [{"text": "Раз "}, {"text": "два", "bold": True}]},
            "Раз два",
        ),
        (
            Text((Span("см. "), OUT)),
            {"type": "text", "spans": [{"text": "см. "}, {"text": "закон", "href": "https://adilet.zan.kz/x"}]},
            "см. закон (https://adilet.zan.kz/x)",
        ),
        (
            Text((Span("https://adilet.zan.kz/x", href="https://adilet.zan.kz/x"),)),
            {"type": "text", "spans": [{"text": "https://adilet.zan.kz/x", "href": "https://adilet.zan.kz/x"}]},
            "https://adilet.zan.kz/x",
        ),
        (
            Text((Span("долг", True, "pay-debt"),)),
            {"type": "text", "spans": [{"text": "долг", "bold": True, "slug": "pay-debt"}]},
            "долг",
        ),
        (
            Text((Span("1414", href="tel:1414"),)),
            {"type": "text", "spans": [{"text": "1414", "href": "tel:1414"}]},
            "1414",
        ),
        (Text(()), {"type": "text", "spans": []}, ""),
        (Heading((Span("Шаги"),)), {"type": "heading", "spans": [{"text": "Шаги"}]}, "Шаги"),
        (Note((Span("Осторожно"),)), {"type": "note", "spans": [{"text": "Осторожно"}]}, "! Осторожно"),
        (
            Items(((Span("а"),), (Span("б"),))),
            {"type": "list", "items": [[{"text": "а"}], [{"text": "б"}]]},
            "- а\n- б",
        ),
        (
            Steps(((Span("а"),), (Span("б"),))),
            {"type": "steps", "items": [[{"text": "а"}], [{"text": "б"}]]},
            "1. а\n2. б",
        ),
        (
            Table(
                (((Span("Кто"),)), (Span("Сколько"),)), (((Span("Я"),), (Span("5"),)), ((Span("Ты"),), (Span("6"),)))
            ),
            {
                "type": "table",
                "head": [[{"text": "Кто"}], [{"text": "Сколько"}]],
                "rows": [[[{"text": "Я"}], [{"text": "5"}]], [[{"text": "Ты"}], [{"text": "6"}]]],
            },
            "Кто: Я; Сколько: 5\nКто: Ты; Сколько: 6",
        ),
        (
            Table(((), (Span("б"),)), (((Span("в"),), ()),)),
            {"type": "table", "head": [[], [{"text": "б"}]], "rows": [[[{"text": "в"}], []]]},
            "в; б: ",
        ),
        (
            Link("Сайт", "https://msqory.kz"),
            {"type": "link", "label": "Сайт", "href": "https://msqory.kz"},
            "Сайт: https://msqory.kz",
        ),
        (Contact("1414", "tel:1414"), {"type": "contact", "label": "1414", "href": "tel:1414"}, "1414"),
        (Contact("Скорая", "tel:103"), {"type": "contact", "label": "Скорая", "href": "tel:103"}, "Скорая (103)"),
        (
            Choices((CHOICE, Choice("pay-debt", "Долг"))),
            {
                "type": "choices",
                "choices": [{"slug": "rates", "label": "Кто сколько платит"}, {"slug": "pay-debt", "label": "Долг"}],
            },
            "1) Кто сколько платит\n2) Долг",
        ),
        (
            Form("status", "iin", "ИИН, 12 цифр", "Проверить", value="580208 174685", error="Не так", sure=True),
            {
                "type": "form",
                "guide": "status",
                "name": "iin",
                "label": "ИИН, 12 цифр",
                "button": "Проверить",
                "input": "digits",
                "sure": True,
            },
            "ИИН, 12 цифр: …",
        ),
        (
            Form(
                "plan",
                "answer",
                "Оплачено?",
                "Дальше",
                Input.BUTTONS,
                "paid",
                (Option("yes", "Да", picked=True), Option("no", "Нет")),
                back=True,
            ),
            {
                "type": "form",
                "guide": "plan",
                "name": "answer",
                "label": "Оплачено?",
                "button": "Дальше",
                "input": "buttons",
                "sure": False,
                "step": "paid",
                "back": True,
                "options": [
                    {"value": "yes", "label": "Да", "picked": True},
                    {"value": "no", "label": "Нет", "picked": False},
                ],
            },
            "Оплачено?: …\n1) Да\n2) Нет",
        ),
        (
            Given("plan", (("paid", "Оплачено?", "Да"),), "plan-fill"),
            {
                "type": "given",
                "guide": "plan",
                "answers": [{"step": "paid", "question": "Оплачено?", "answer": "Да"}],
                "result": "plan-fill",
            },
            "- Оплачено?: Да",
        ),
        (Copy("КНП", "122"), {"type": "copy", "label": "КНП", "text": "122"}, "КНП:\n122"),
        (File("prepay", "Сохранить"), {"type": "file", "guide": "prepay", "label": "Сохранить"}, "[Сохранить]"),
        (
            Months(((Month(2025, 12), Cover.PAID), (Month(2026, 1), Cover.UNPAID))),
            {
                "type": "months",
                "months": [{"month": "2025-12", "cover": "paid"}, {"month": "2026-01", "cover": "unpaid"}],
            },
            "- декабрь 2025: оплачен\n- январь 2026: не оплачен",
        ),
    ],
)
def test_every_block(block: Block, told: Json, text: str) -> None:
    reply = Reply(Kind.ANSWER, Lang.RU, (block,))
    assert (to_json(reply)["blocks"], to_text(reply)) == ([told], text)


WHOLE = Reply(
    kind=Kind.ANSWER,
    lang=Lang.RU,
    blocks=(Text((Span("Раз."),)), Text((Span("Два."),))),
    slug="rates",
    title="Сколько",
    confidence=0.75,
    choices=(CHOICE,),
    sources=(Source("Закон", "https://adilet.zan.kz/x"), Source("Справочник", document="2024")),
    reviewed=date(2026, 11, 1),
    related=(Choice("pay-debt", "Долг"),),
    guide="plan",
)


def test_a_whole_reply_as_json() -> None:
    assert to_json(WHOLE) == {
        "kind": "answer",
        "slug": "rates",
        "title": "Сколько",
        "confidence": 0.75,
        "blocks": [{"type": "text", "spans": [{"text": "Раз."}]}, {"type": "text", "spans": [{"text": "Два."}]}],
        "choices": [{"slug": "rates", "label": "Кто сколько платит"}],
        "sources": [
            {"title": "Закон", "link": "https://adilet.zan.kz/x", "document": None},
            {"title": "Справочник", "link": None, "document": "2024"},
        ],
        "reviewed": "2026-11-01",
        "related": [{"slug": "pay-debt", "label": "Долг"}],
        "guide": "plan",
    }


def test_the_least_reply_as_json() -> None:
    assert to_json(Reply(Kind.NOTHING, Lang.KK, ())) == {
        "kind": "nothing",
        "slug": None,
        "title": None,
        "confidence": None,
        "blocks": [],
        "choices": [],
        "sources": [],
        "reviewed": None,
        "related": [],
        "guide": None,
    }


@pytest.mark.parametrize(
    ("lang", "told", "reviewed"),
    [
        (Lang.RU, "Где это написано", "Проверено: 1 ноября 2026 года"),
        (Lang.KK, "Қайда жазылған", "Тексерілген күні: 2026 жылғы 1 қараша"),
    ],
)
def test_a_whole_reply_as_text(lang: Lang, told: str, reviewed: str) -> None:
    reply = Reply(Kind.ANSWER, lang, WHOLE.blocks, title="Сколько", sources=WHOLE.sources[:1], reviewed=WHOLE.reviewed)
    assert to_text(reply) == (f"Сколько\n\nРаз.\n\nДва.\n\n{told}:\n- Закон (https://adilet.zan.kz/x)\n{reviewed}")


def test_a_document_is_named_in_text_as_on_the_page() -> None:
    reply = Reply(Kind.ANSWER, Lang.RU, (), sources=(Source("Справочник", document="2024 год"),))
    assert to_text(reply) == "Где это написано:\n- Справочник: 2024 год"


def test_plain_leaves_slugs_out() -> None:
    assert plain((Span("см. "), Span("долг", href="pay-debt"), Span("!"))) == "см. долг!"


def test_months_and_a_form_in_kazakh_text() -> None:
    months = Months(tuple((Month(2026, number), cover) for number, cover in enumerate(Cover, 1)))
    form = Form("status", "iin", "ЖСН, 12 цифр", "Тексеру", value="580208174685")
    assert to_text(Reply(Kind.STATUS, Lang.KK, (months, form), title="Мәртебе")) == (
        "Мәртебе\n\n- қаңтар 2026: төленген\n- ақпан 2026: мемлекет төлеген\n- наурыз 2026: төленбеген\n"
        "- сәуір 2026: мерзімі келмеді\n\nЖСН, 12 цифр: …"
    )


def test_what_a_field_holds_is_not_told() -> None:
    form = Form("status", "iin", "ИИН", "Проверить", value="580208174685", error="Описка 580208174685")
    reply = Reply(Kind.GUIDE, Lang.RU, (form,))
    assert ["580208174685" in str(told) for told in (to_json(reply), to_text(reply))] == [False, False]
