"""What can be wrong with a request: a reason code, a status, and sentences in the person's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.i18n import label, wait
from app.model import Lang


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
    "answers-bad": Sort(400, _("Answers not understood"), _("Send the answers as an object: the step and its text.")),
    "iin-missing": Sort(400, _("No number"), _("Send the number as text in the field “iin”.")),
    "iin-length": Sort(
        422, _("Not 12 digits"), _("An IIN has 12 digits; here there are {seen}. Compare with the identity card.")
    ),
    "iin-digits": Sort(422, _("Not digits"), _("An IIN is written in digits alone, from 0 to 9.")),
    "iin-control": Sort(
        422, _("A slip in the number"), _("One digit looks wrong. Compare all 12 digits with the identity card.")
    ),
    "iin-bin": Sort(
        422, _("An organisation's number"), _("This is an organisation's BIN. A person's IIN is on the identity card.")
    ),
    "answer-none": Sort(422, _("Nothing chosen"), _("Nothing is chosen yet. Choose one of the answers.")),
    "answer-unknown": Sort(
        422, _("Another answer"), _("This is none of the answers below. Choose one, or write its number.")
    ),
    "sum-unclear": Sort(422, _("Not a sum"), _("Write one sum in figures, for example 250 000.")),
    "sum-negative": Sort(422, _("Below zero"), _("A sum is not below zero. Write it without the minus.")),
    "sum-high": Sort(422, _("Too large a sum"), _("This is more than {high} ₸. Compare the sum once more.")),
    "month-unclear": Sort(422, _("Which month"), _("Write one month and its year, for example 11.2026.")),
    "month-out": Sort(422, _("Another month"), _("Here a month from {least} to {most} is needed.")),
    "text-short": Sort(422, _("Too short"), _("Tell a little more: at least {least} characters.")),
    "text-long": Sort(422, _("Too long"), _("Keep the main point: up to {most} characters.")),
    "bin-length": Sort(
        422, _("Not 12 digits"), _("A BIN has 12 digits; here there are {seen}. Compare with the document.")
    ),
    "bin-digits": Sort(422, _("Not digits"), _("A BIN is written in digits alone, from 0 to 9.")),
    "bin-control": Sort(422, _("A slip in the number"), _("One digit looks wrong. Compare all 12 digits of the BIN.")),
    "bin-is-iin": Sort(422, _("A person's number"), _("This is a person's IIN. Write the BIN of the organisation.")),
    "registry-off": Sort(
        404, _("No look-up here"), _("The status cannot be looked up here. Call 1414 or check in eGov.")
    ),
    "limit-client": Sort(
        429, _("Too many look-ups"), _("Too many look-ups from your connection. Try again in {wait} or call 1414.")
    ),
    "limit-iin": Sort(
        429, _("Too many look-ups"), _("This number was looked up too often. Try again in {wait} or call 1414.")
    ),
    "limit-all": Sort(
        429, _("Too many look-ups"), _("Very many people are looking up now. Try again in {wait} or call 1414.")
    ),
    "limit-without-work": Sort(
        429,
        _("Too many look-ups"),
        _("Without JavaScript the status is looked up a few times a day. Try again in {wait} or call 1414."),
    ),
    "feedback-off": Sort(404, _("No ratings here"), _("Answers cannot be rated here. Tell us by calling 1414.")),
    "feedback-unknown": Sort(
        400,
        _("Unknown rating"),
        _("Send up, or down with a reason: wrong, unclear, not-my-question or other."),
    ),
    "feedback-limit": Sort(
        429, _("Too many ratings"), _("Too many ratings from your connection. Try again in {wait}.")
    ),
    "work-needed": Sort(
        428, _("A task first"), _("Solve the task in “challenge” and send its solution in “work”.")
    ),
    "work-wrong": Sort(
        400, _("The task is not solved"), _("The check of your browser did not work out. Try again or call 1414.")
    ),
    "trouble": Sort(
        500, _("Something went wrong"), _("We could not answer now. Try again in a minute, or call 1414.")
    ),
}  # fmt: skip


ANSWERS = frozenset(
    {
        *("answer-none", "answer-unknown", "sum-unclear", "sum-negative", "sum-high", "month-unclear", "month-out"),
        *("text-short", "text-long", "bin-length", "bin-digits", "bin-control", "bin-is-iin"),
    }
)


class Problem(Exception):
    """A request that cannot be served; `reason` is a key of PROBLEMS.

    `retry_after` is in seconds; `challenge` the task to solve; `values` are put into the sentence.
    """

    def __init__(
        self,
        reason: str,
        *,
        retry_after: int | None = None,
        challenge: Mapping[str, Any] | None = None,
        values: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after
        self.challenge = challenge
        self.values = values or {}

    @property
    def status(self) -> int:
        """Return the HTTP status."""
        return PROBLEMS[self.reason].status

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers of the refusal."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}

    @property
    def of_number(self) -> bool:
        """Say whether a number has a slip: it is nobody's, and may be shown to be mended."""
        return self.reason.startswith("iin-")

    @property
    def of_form(self) -> bool:
        """Say whether it is about a number in its form, to be told beside the field."""
        return self.of_number or self.of_answer or self.reason.startswith(("limit-", "work-"))

    @property
    def of_answer(self) -> bool:
        """Say whether it is about an answer to a question of a guide."""
        return self.reason in ANSWERS

    def title(self, lang: Lang) -> str:
        """Return the short title in a language."""
        return label(PROBLEMS[self.reason].title, lang)

    def sentence(self, lang: Lang) -> str:
        """Return the sentence that says what to do, in a language."""
        text = label(PROBLEMS[self.reason].detail, lang)
        for name, value in {**self.values, "wait": wait(self.retry_after or 0, lang)}.items():
            text = text.replace(f"{{{name}}}", value)
        return text
