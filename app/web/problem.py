"""What can be wrong with a request: a reason code, a status, and sentences in the person's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


def _(message: str) -> str:
    """Mark a label for the catalogues."""
    return message


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of problem: its HTTP status, a short title and a sentence that says what to do (both labels)."""

    status: int
    title: str
    detail: str


PROBLEMS: Mapping[str, Sort] = {
    "text-empty": Sort(422, _("Empty question"), _("The question is empty. Write what you want to know.")),
    "text-too-long": Sort(
        413, _("Question too long"), _("The question is too long. Keep the main point, up to 1000 characters.")
    ),
    "text-unreadable": Sort(
        400, _("Unreadable text"), _("Part of the text could not be read. Type the question again.")
    ),
    "text-missing": Sort(400, _("No text"), _("Send the question as text in the field “text”.")),
    "body-not-json": Sort(400, _("Not JSON"), _("Send a JSON object, for example {\"text\": \"…\"}.")),
    "body-too-large": Sort(
        413, _("Message too large"), _("The message is too large. Write a shorter question, up to 1000 characters.")
    ),
    "lang-unknown": Sort(400, _("Unknown language"), _("Choose Kazakh (kk) or Russian (ru).")),
    "conversation-bad": Sort(
        400,
        _("The conversation broke off"),
        _("The earlier conversation could not be read. Send the question again: a new conversation will begin."),
    ),
    "article-unknown": Sort(404, _("No such article"), _("There is no such article. Ask in your own words.")),
    "page-unknown": Sort(404, _("Page not found"), _("There is no such page. Ask the assistant from the first page.")),
    "method-unknown": Sort(405, _("Not possible here"), _("This address does not take such a request.")),
    "media-unknown": Sort(415, _("Unknown format"), _("Send JSON with Content-Type: application/json.")),
    "request-bad": Sort(400, _("The request could not be read"), _("Something is wrong with the request. Try again.")),
    "trouble": Sort(
        500, _("Something went wrong"), _("We could not answer now. Try again in a minute, or call 1414.")
    ),
}  # fmt: skip


class Problem(Exception):
    """A request that cannot be served; `reason` is a key of PROBLEMS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
