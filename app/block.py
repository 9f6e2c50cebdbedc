"""What a reply is made of: paragraphs, lists, tables, and what a person can press or fill in. Frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lookup.coverage import Cover
from lookup.month import Month


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text. `href` is an outside address (https, mailto, tel) or the slug of an article."""

    text: str
    bold: bool = False
    href: str | None = None


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a reply."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Items:
    """A list where order does not matter."""

    items: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A list to be followed in order."""

    items: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one row of headings, rows of the same width."""

    head: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A caution set apart from the text."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Link:
    """A way out to another site, shown as a control."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone number to call; `href` is a tel: address."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An article offered by its title."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Articles to choose from, best first."""

    choices: tuple[Choice, ...]


class Input(StrEnum):
    """How a question of a guide is answered."""

    DIGITS = "digits"  # the number of a person or of an organisation
    BUTTONS = "buttons"  # one of a few
    SELECT = "select"  # one of many
    TICKS = "ticks"  # any of several, or none
    MONEY = "money"  # a sum in tenge
    LINE = "line"  # a few words
    AREA = "area"  # some sentences


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: what is sent, and the words a person sees."""

    value: str
    label: str
    picked: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One question of a guide: its guide and step, the field's name and label, how it is answered, the button's words.

    `value` is what the field holds already and `error` what is wrong with it; `sure` says that the value was asked
    about once and is sent again as it is; `most` is the most letters a field takes; `back` says that there is a step
    to go back to.
    """

    guide: str
    name: str
    label: str
    button: str
    input: Input = Input.DIGITS
    step: str = ""
    options: tuple[Option, ...] = ()
    most: int = 40
    value: str = ""
    error: str = ""
    sure: bool = False
    back: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What a person answered in a guide, in order: the step, its question, the answer. Each can be changed.

    `result` is the article of the result they lead to, empty before there is one.
    """

    guide: str
    rows: tuple[tuple[str, str, str], ...]
    result: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A text to be taken along, exactly as it is."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that a guide makes of the answers, to be saved."""

    guide: str
    label: str


@dataclass(frozen=True, slots=True)
class Months:
    """Months in a row, oldest first, each with what covers it."""

    months: tuple[tuple[Month, Cover], ...]


Block = Text | Heading | Items | Steps | Table | Note | Link | Contact | Choices | Form | Given | Copy | File | Months
Blocks = tuple[Block, ...]
