"""Faults in content: each with its place and its cure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong at a line of a file. A warning does not keep the content from being published.

    `spread` says that the fault may come from another file: what stands here can be said all the same.
    """

    path: str
    line: int
    message: str
    warning: bool = False
    spread: bool = False

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {'warning: ' if self.warning else ''}{self.message}"


class FaultError(Exception):
    """One place of one file that cannot be read; `line` is counted from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` when a known word is near, else an empty string."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A YAML value with the line where it stands: str, list of Mapped, or dict of str to Mapped."""

    value: Any
    line: int


def read_yaml(text: str, first_line: int = 1) -> Mapped:
    """Read YAML where every scalar stays text, a key stands once, and anchors are not used.

    Raises FaultError with the line, counted from `first_line`.
    """
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise FaultError(line, f"YAML: {error.problem}; put the value in quotes or mend the indent") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise FaultError(first_line, f"YAML cannot be read: {str(error).splitlines()[0]}") from None
    if node is None:
        return Mapped({}, first_line)
    try:
        return _mapped(node, first_line, set())
    except RecursionError:
        raise FaultError(first_line, "YAML is nested too deeply; write plain lists") from None


def _mapped(node: yaml.Node, first_line: int, seen: set[int]) -> Mapped:
    line = first_line + node.start_mark.line
    if id(node) in seen:
        raise FaultError(line, "YAML anchors and aliases are not used here; write the value out")
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return Mapped([_mapped(child, first_line, seen) for child in node.value], line)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Mapped] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                raise FaultError(first_line + key.start_mark.line, f"key '{name}' stands twice; keep one")
            found[name] = Mapped(_mapped(value, first_line, seen).value, first_line + key.start_mark.line)
        return Mapped(found, line)
    return Mapped(str(node.value), line)


def plain(mapped: Mapped) -> Any:
    """Return the value without lines: str, list, dict."""
    if isinstance(mapped.value, list):
        return [plain(item) for item in mapped.value]
    if isinstance(mapped.value, Mapping):
        return {key: plain(item) for key, item in mapped.value.items()}
    return mapped.value


def read_text(path: Path) -> str:
    """Return the text of a file; raise FaultError when it is not UTF-8 or larger than MAX_BYTES."""
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        raise FaultError(1, f"the file has {len(data)} bytes; keep it under {MAX_BYTES}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FaultError(line, "the file is not UTF-8; save it as UTF-8") from None


MAX_BYTES = 512 * 1024
