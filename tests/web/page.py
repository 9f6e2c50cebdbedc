"""What a person sees of a page, read from its HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "path"}
Attrs = dict[str, str]


@dataclass
class Node:
    """An element: its name, attributes, and what stands in it."""

    name: str
    attrs: Attrs
    inside: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the words in it, spaces single, no-break spaces kept."""
        words = "".join(part if isinstance(part, str) else f" {part.text} " for part in self.inside)
        return " ".join(word for word in words.replace("\n", " ").split(" ") if word)

    def find(self, tag: str = "", /, **attrs: str) -> list[Node]:
        """Return the elements in it with a tag and attributes (class_ holds one of several classes)."""
        found = []
        for part in self.inside:
            if isinstance(part, Node):
                found += [part] * part.is_a(tag, attrs) + part.find(tag, **attrs)
        return found

    def is_a(self, tag: str, attrs: Attrs) -> bool:
        """Say whether it has a tag and attributes."""
        wanted = {key.rstrip("_"): value for key, value in attrs.items()}
        classes = self.attrs.get("class", "").split()
        return (not tag or self.name == tag) and all(
            value in classes if key == "class" else self.attrs.get(key) == value for key, value in wanted.items()
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {key: value or "" for key, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read_page(html: str) -> Node:
    """Return the tree of a page; fail when a tag is not closed where it should be."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].name}> is not closed"
    return reader.open[0]


@dataclass(frozen=True)
class Turn:
    """One exchange as shown: what was asked, in which language and of which kind the reply is, its words."""

    asked: str
    lang: str
    kind: str
    reply: str


def turns_of(page: Node) -> list[Turn]:
    """Return the conversation a page shows."""
    found = []
    for section in page.find("section", class_="turn"):
        asked, (reply,) = section.find("p", class_="asked"), section.find("div", class_="reply")
        words = asked[0].text.split(": ", 1)[1] if asked and ": " in asked[0].text else ""
        found.append(Turn(words, reply.attrs["lang"], reply.attrs["class"].split()[1], reply.text))
    return found


def conversation_of(page: Node) -> str:
    """Return the signed value a page carries, the same in every form of it."""
    (value,) = {field_.attrs["value"] for field_ in page.find("input", name="conversation")}
    return value


def draft_of(page: Node) -> str:
    """Return what stands in the field."""
    (field_,) = page.find("input", id="text")
    return field_.attrs["value"]


def state_of(page: Node) -> str:
    """Return the sentence beside the field."""
    (state,) = page.find(id="state")
    return state.text
