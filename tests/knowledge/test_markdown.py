"""A closed vocabulary of Markdown: what each line becomes, and the cure of what is not in it."""

from __future__ import annotations

import pytest

from app.block import Block, Contact, Heading, Items, Link, Note, Span, Steps, Table, Text
from app.knowledge.fault import FaultError
from app.knowledge.markdown import read_markdown


def _spans(text: str) -> tuple[Span, ...]:
    return (Span(text),)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", ()),
        ("\n\n", ()),
        ("Один.\n\nДва.", (Text(_spans("Один.")), Text(_spans("Два.")))),
        ("Одна\nстрока", (Text(_spans("Одна строка")),)),
        (
            "Это **важно** сейчас",
            (Text((Span("Это "), Span("важно", bold=True), Span(" сейчас"))),),
        ),
        (
            "См. [закон](https://adilet.zan.kz/rus/docs/Z1500000405).",
            (Text((Span("См. "), Span("закон", href="https://adilet.zan.kz/rus/docs/Z1500000405"), Span("."))),),
        ),
        ("См. [долг](pay-debt).", (Text((Span("См. "), Span("долг", href="pay-debt"), Span("."))),)),
        ("**[долг](pay-debt)** и", (Text((Span("долг", True, "pay-debt"), Span(" и"))),)),
        ("[долг](pay-debt)", (Text((Span("долг", href="pay-debt"),)),)),
        ("[Сайт Фонда](https://msqory.kz/ru)", (Link("Сайт Фонда", "https://msqory.kz/ru"),)),
        ("[Почта](mailto:info@fms.kz)", (Link("Почта", "mailto:info@fms.kz"),)),
        ("[1414](tel:1414)", (Contact("1414", "tel:1414"),)),
        ("Звоните [1414](tel:1414)", (Text((Span("Звоните "), Span("1414", href="tel:1414"))),)),
        ("## Шаги", (Heading(_spans("Шаги")),)),
        ("### Шаги", (Heading(_spans("Шаги")),)),
        ("- один\n- два", (Items((_spans("один"), _spans("два"))),)),
        ("- один\n\n- два", (Items((_spans("один"), _spans("два"))),)),
        ("1. один\n2. два", (Steps((_spans("один"), _spans("два"))),)),
        ("> осторожно", (Note(_spans("осторожно")),)),
        ("> два\n> ряда", (Note(_spans("два ряда")),)),
        (
            "| Кто | Сколько |\n| --- | --- |\n| Я | {{ self_payer.month }} |",
            (Table((_spans("Кто"), _spans("Сколько")), ((_spans("Я"), _spans("{{ self_payer.month }}")),)),),
        ),
        ("| | а |\n|-|-|\n| б | |", (Table(((), _spans("а")), ((_spans("б"), ()),)),)),
        ("{{ year }} год", (Text(_spans("{{ year }} год")),)),
        ("5 < 7 & 8 > 3", (Text(_spans("5 < 7 & 8 > 3")),)),
        ("a\\*b", (Text(_spans("a*b")),)),
        ("&lt;script&gt;", (Text(_spans("<script>")),)),
    ],
)
def test_blocks(text: str, blocks: tuple[Block, ...]) -> None:
    assert read_markdown(text) == blocks


HTML = "HTML is not used; write it in Markdown"
ADDRESS = "is no address; write https://…, tel:…, mailto:… or the slug of an article"
NESTED = "a list item is one line without a list inside it"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("<script>alert(1)</script>", 1, HTML),
        ("Текст\n\n<b>жирно</b>", 3, HTML),
        ("Текст <br> ещё", 1, HTML),
        ("Текст\n\n- а <i>б</i>", 3, HTML),
        ("<!-- заметка -->", 1, HTML),
        ("![фото](https://msqory.kz/a.png)", 1, "pictures are not used; say it in words"),
        ("- один\n  - внутри", 1, NESTED),
        ("1. один\n   - внутри\n2. два", 1, NESTED),
        ("- один\n- два\n\n  ещё абзац", 2, NESTED),
        ("-", 1, NESTED),
        ("# Заголовок", 1, "headings are ## or ###; the title stands in the head of the file"),
        ("Текст\n\n#### Мелкий", 3, "headings are ## or ###; the title stands in the head of the file"),
        ("Заголовок\n===", 1, "headings are ## or ###; the title stands in the head of the file"),
        ("```\nкод\n```", 1, "code is not used; write a paragraph"),
        ("Текст\n\n    отступ", 3, "a line indented by four spaces becomes code; remove the indent"),
        ("Слово `код`", 1, "code is not used; remove the backticks"),
        ("Слово *курсив*", 1, "italics are not used; write **bold** or plain text"),
        ("Слово _курсив_", 1, "italics are not used; write **bold** or plain text"),
        ("Текст\n\n***\n", 3, "a rule is not used; write a ## heading or nothing"),
        ("Одна  \nдве", 1, "a line break is not used; begin a new paragraph"),
        ("> раз\n>\n> два", 1, "a note is one paragraph after '> '"),
        ("> - список", 1, "a note is one paragraph after '> '"),
        ("[x](http://msqory.kz)", 1, f"'http://msqory.kz' {ADDRESS}"),
        ("[x](javascript:alert)", 1, None),
        ("[x](/ru/help/rates)", 1, f"'/ru/help/rates' {ADDRESS}"),
        ("[x](Pay-Debt)", 1, f"'Pay-Debt' {ADDRESS}"),
        ("[x](data:text/html,a)", 1, None),
        ("[x]()", 1, f"'' {ADDRESS}"),
        ("| а | б |\n| --- | --- |\n| в | <b>г</b> |", 3, HTML),
    ],
)
def test_faults(text: str, line: int, message: str | None) -> None:
    if message is None:  # the parser itself makes no link of it: it stays text
        assert read_markdown(text) == (Text(_spans(text)),)
        return
    with pytest.raises(FaultError) as raised:
        read_markdown(text)
    assert (raised.value.line, raised.value.message) == (line, message)


def test_lines_are_counted_from_the_first_of_the_file() -> None:
    with pytest.raises(FaultError) as raised:
        read_markdown("Текст\n\n# Заголовок", first_line=20)
    assert raised.value.line == 22
