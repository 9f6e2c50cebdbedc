"""Numbers of organisations: judged in a form, by a table and by property."""

from __future__ import annotations

import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookup import iin
from lookup.bin import Reason, Verdict, check_bin
from lookup.iin import check_iin, control_digit

FUND = "160440007161"  # the receiver of contributions, as it stands on every receipt
PERSON = "580208174685"  # nobody: born in the 1800s
# as typed, the reason, how many digits are seen
TYPED = [
    (FUND, Reason.OK, 12),
    ("160440 007161", Reason.OK, 12),
    ("  1604-4000-7161\n", Reason.OK, 12),
    ("160\u00a0440\u2011007\u200b161", Reason.OK, 12),
    ("940140000385", Reason.OK, 12),
    ("180540000002", Reason.OK, 12),
    ("991340000007", Reason.OK, 12),  # a month that is none: its control digit is right, so it may be right
    ("16044000716", Reason.LENGTH, 11),
    ("1604400071611", Reason.LENGTH, 13),
    ("", Reason.LENGTH, 0),
    (" - ", Reason.LENGTH, 0),
    ("БИН 160440007161", Reason.DIGITS, 12),
    ("16044000716l", Reason.DIGITS, 11),
    ("не знаю", Reason.DIGITS, 0),
    ("١٦٠٤٤٠٠٠٧١٦١", Reason.DIGITS, 0),
    ("160440007162", Reason.CONTROL, 12),
    ("160440001761", Reason.CONTROL, 12),
    ("580208174686", Reason.CONTROL, 12),
    (PERSON, Reason.IIN, 12),
    ("580230174685", Reason.IIN, 12),  # a day of birth that is none
    ("000000000000", Reason.IIN, 12),
]
LETTERS = st.characters(exclude_characters="0123456789")
FIRST = st.integers(0, 10**11 - 1).map("{:011d}".format)


@pytest.mark.parametrize(("typed", "reason", "count"), TYPED)
def test_what_is_typed(typed: str, reason: Reason, count: int) -> None:
    verdict = check_bin(typed)
    assert (verdict.reason, verdict.count, verdict.refused) == (reason, count, reason is not Reason.OK)
    assert (len(verdict.digits), verdict.digits.isdecimal()) == ((0, False) if verdict.refused else (12, True))


def test_a_number_that_is_taken_is_kept_as_twelve_digits() -> None:
    assert check_bin("160440 007-161").digits == FUND


def test_a_refused_number_is_not_kept_and_none_is_shown() -> None:
    verdict = check_bin(PERSON)
    assert PERSON.encode() not in pickle.dumps(verdict)
    assert repr(check_bin(FUND)) == "Verdict(reason=<Reason.OK: 'ok'>, count=12)"


@given(FIRST)
def test_no_number_is_both_of_a_person_and_of_an_organisation(first: str) -> None:
    number = f"{first}{control_digit(first) or 0}"
    person = check_iin(number, date(2026, 11, 22)).reason
    if person in (iin.Reason.OK, iin.Reason.NON_RESIDENT, iin.Reason.FUTURE_DATE, iin.Reason.SEVENTH_DIGIT):
        assert check_bin(number) == Verdict("", Reason.IIN, 12)
    if person is iin.Reason.BIN:
        assert check_bin(number) == Verdict(number, Reason.OK, 12)


@given(FIRST, st.integers(0, 9))
def test_one_digit_at_the_end_is_right_or_none(first: str, last: int) -> None:
    reason = check_bin(f"{first}{last}").reason
    assert (reason is Reason.CONTROL) == (control_digit(first) != last)


@given(st.text())
def test_any_text_is_judged(typed: str) -> None:
    verdict = check_bin(typed)
    assert verdict.count == sum(letter in "0123456789" for letter in typed)
    assert verdict.refused == (verdict.digits == "")


@given(st.text(LETTERS, max_size=20))
def test_without_a_digit_nothing_is_taken(typed: str) -> None:
    assert check_bin(typed).reason in (Reason.DIGITS, Reason.LENGTH)
