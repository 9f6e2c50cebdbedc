"""The lists that editors keep: the glossary, and messages that no article answers."""

from __future__ import annotations

import pytest

from app.knowledge.fault import FaultError
from app.knowledge.glossary import Glossary, read_glossary
from app.knowledge.offtopic import read_off_topic


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("- взнос, жарна", (("взнос", "жарна"),)),
        (
            "# слова\n- взнос,жарна ,  ай сайынғы жарна\n- долг, қарыз,\n",
            (("взнос", "жарна", "ай сайынғы жарна"), ("долг", "қарыз")),
        ),
        ("[]", ()),
    ],
)
def test_glossary(text: str, rows: tuple[tuple[str, ...], ...]) -> None:
    assert read_glossary(text) == Glossary(rows)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the glossary is a list; put each row of words after '- '"),
        ("взнос: жарна", 1, "the glossary is a list; put each row of words after '- '"),
        ("- взнос, жарна\n- долг\n", 2, "a row needs two words or more, with commas between them"),
        ("- взнос, жарна\n- 'долг,'\n", 2, "a row needs two words or more, with commas between them"),
        ("- [взнос, жарна]\n", 1, "a row is words with commas between them"),
        ("- взнос: жарна\n", 1, "a row is words with commas between them"),
    ],
)
def test_faults_of_the_glossary(text: str, line: int, message: str) -> None:
    with pytest.raises(FaultError) as raised:
        read_glossary(text)
    assert (raised.value.line, raised.value.message) == (line, message)


def test_off_topic() -> None:
    assert read_off_topic('- "погода завтра"\n- курс доллара\n') == ("погода завтра", "курс доллара")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "off-topic.yaml is a list; put each message after '- '"),
        ("a: b", 1, "off-topic.yaml is a list; put each message after '- '"),
        ("- погода\n- ''", 2, "a message needs text; put it in quotes"),
        ("- погода\n- курс: доллар", 2, "a message needs text; put it in quotes"),
    ],
)
def test_faults_of_off_topic(text: str, line: int, message: str) -> None:
    with pytest.raises(FaultError) as raised:
        read_off_topic(text)
    assert (raised.value.line, raised.value.message) == (line, message)
