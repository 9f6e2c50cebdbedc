"""A calendar file that reminds of the end of a year paid ahead: RFC 5545, without a word on the person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.dialogue.guides.guide import Outcome, World
from app.dialogue.guides.prepay import Prepaid
from app.i18n import label, month_list
from app.model import Lang

DAYS_BEFORE = 14  # before the last paid month ends: the longest row of days off has five, and 3 working days follow
_WIDEST = 75  # octets of a line, without its end: RFC 5545, 3.1
_ALARM_AT = "PT9H"  # from midnight, when the day of the event begins


def reminder(outcome: Outcome, lang: Lang, _world: World) -> tuple[str, str, str]:
    """Return the file of a result: its name, its media type, its text."""
    return f"komek-{outcome.result.ends}.ics", "text/calendar", calendar_file(outcome.result, lang)


def calendar_file(result: Prepaid, lang: Lang) -> str:
    """Return the text of an .ics file: one event of a whole day, and its alarm. It ends lines with CRLF."""
    return "".join(f"{part}\r\n" for line in _lines(result, lang) for part in _folded(line))


def _lines(result: Prepaid, lang: Lang) -> Iterator[str]:
    on = result.ends.last_day - timedelta(days=DAYS_BEFORE)
    title = _escaped(label("Time to pay for the health insurance (OSMS) again", lang))
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Komek//{lang.upper()}", "CALSCALE:GREGORIAN")
    yield from ("BEGIN:VEVENT", f"UID:prepay-{result.ends}@komek")
    yield f"DTSTAMP:{result.paid_on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{title}"
    told = label("The last month that is paid", lang)
    yield f"DESCRIPTION:{_escaped(told)}: {_escaped(month_list((result.ends,), lang))}"
    yield "TRANSP:TRANSPARENT"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{_ALARM_AT}", f"DESCRIPTION:{title}", "END:VALARM")
    yield from ("END:VEVENT", "END:VCALENDAR")


def _escaped(text: str) -> str:
    """Return a text as a value: RFC 5545, 3.3.11."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 octets; each but the first begins with a space."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > _WIDEST:
            yield part
            part = " "
        part += letter
    yield part
