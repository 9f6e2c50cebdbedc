"""content/spoken.yaml: what it may hold, and which guide a message calls."""

from __future__ import annotations

import pytest

from app.knowledge.fault import FaultError
from app.knowledge.spoken import Spoken, called, read_spoken
from tests.small import CONTENT

GOOD = "yes: [да, иә]\nno: [нет]\ncalls:\n  plan: [составь план]\n"


def test_spoken() -> None:
    assert read_spoken(GOOD) == Spoken(("да", "иә"), ("нет",), {"plan": ("составь план",)})


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (GOOD, "", 1, "spoken.yaml holds yes, no, calls"),
        ("no: [нет]\n", "", 1, "spoken.yaml holds yes, no, calls"),
        ("[да, иә]", "да", 1, "'yes' is a list; put each word after '- '"),
        ("[нет]", "[]", 2, "'no' is a list; put each word after '- '"),
        ("[нет]", "['?']", 2, "write at least one word; put it in quotes"),
        ("[нет]", "[ДА]", 2, "'да' stands in 'yes' too; keep one"),
        ("\n  plan: [составь план]", " план", 3, "'calls' names guides, each with a list of words"),
        ("plan:", "plans:", 4, "no guide 'plans'; did you mean 'plan'?"),
    ],
)
def test_faults(old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(FaultError) as raised:
        read_spoken(GOOD.replace(old, new))
    assert (raised.value.line, raised.value.message) == (line, message)


@pytest.mark.parametrize(
    ("text", "guide"),
    [
        ("Посчитай, сколько мне платить с 350 тысяч", "calculator"),
        ("қанша төлеймін есептеп бер", "calculator"),
        ("канша толеймин есептеп бер", "calculator"),
        ("я студент кто за меня платит", "categories"),
        ("помоги написать жалобу на поликлинику", "appeal"),
        ("шағым жазуға көмектес", "appeal"),
        ("хочу оплатить на год вперёд", "prepay"),
        ("составь план оплаты", "plan"),
        ("не посчитай лишнего", None),
        ("посчитали неправильно", None),
        ("сколько платить", None),
        ("", None),
    ],
)
def test_a_guide_is_called_word_for_word(text: str, guide: str | None) -> None:
    assert called(text, read_spoken((CONTENT / "spoken.yaml").read_text("utf-8"))) == guide
