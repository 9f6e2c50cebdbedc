"""Numbers of persons in running text: found, hidden, told from dates, phones and sums."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookup.iin import MASK, control_digit, find_iins, iin_typed, mask_iins

VECTORS = list(csv.DictReader(Path(__file__).with_name("iin-vectors.csv").read_text("utf-8").splitlines()))
ONE, TWO, SLIP = "580208174685", "161121219502", "580208174686"
BIN = "180540000002"


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: f"{row['typed'].strip()}: {row['reason']}")
def test_every_vector_in_a_sentence(row: dict[str, str]) -> None:
    digits = "".join(str(int(letter)) for letter in row["typed"] if letter.isdecimal())
    wrong = row["reason"].startswith(("hard:length", "hard:control-digit", "hard:digits; letter"))
    assert find_iins(f"мой иин {row['typed']}, проверьте") == ([] if wrong else [digits])


@pytest.mark.parametrize(
    ("typed", "found", "masked"),
    [
        (ONE, [ONE], MASK),
        ("580208 174685", [ONE], MASK),
        ("580208  174685", [ONE], MASK),
        ("580208\u00a0174685", [ONE], MASK),
        ("580208\u202f174685", [ONE], MASK),
        ("580208\t174685", [ONE], MASK),
        ("580208-174685", [ONE], MASK),
        ("580208–174685", [ONE], MASK),
        ("580208 - 174685", [ONE], MASK),
        ("580208.174685", [ONE], MASK),
        ("580208/174685", [ONE], MASK),
        ("580208_174685", [ONE], MASK),
        ("5802 0817 4685", [ONE], MASK),
        ("580 208 174 685", [ONE], MASK),
        ("58-02-08-17-46-85", [ONE], MASK),
        ("58.02.08.17.46.85", [ONE], MASK),
        ("58.02.08 174685", [ONE], MASK),
        ("58 02 08 174685", [ONE], MASK),
        ("580208 1 74685", [ONE], MASK),
        ("580208 (174685)", [ONE], f"{MASK})"),
        ("58020817468 5", [ONE], MASK),
        ("5 8 0 2 0 8 1 7 4 6 8 5", [ONE], MASK),
        ("58020817\u200b4685", [ONE], MASK),
        ("580208\u200b174685", [ONE], MASK),
        ("5\ufe0f\u20e38\ufe0f\u20e30\ufe0f\u20e3208174685", [ONE], MASK),
        ("٥٨٠٢٠٨١٧٤٦٨٥", [ONE], MASK),
        ("５８０２０８ １７４６８５", [ONE], MASK),
        ("ИИН580208174685", [ONE], f"ИИН{MASK}"),
        ("580208174685иин", [ONE], f"{MASK}иин"),
        (f"({ONE})", [ONE], f"({MASK})"),
        (f"№{ONE}.", [ONE], f"№{MASK}."),
        (f"«{ONE}», проверьте", [ONE], f"«{MASK}», проверьте"),
        (f"{ONE}{TWO}", [ONE, TWO], MASK),
        (f"{ONE}{SLIP}", [ONE], MASK),
        (f"{ONE} {TWO}", [ONE, TWO], f"{MASK} {MASK}"),
        (f"{ONE}, {TWO}", [ONE, TWO], f"{MASK}, {MASK}"),
        (f"{ONE}\n{TWO}", [ONE, TWO], f"{MASK}\n{MASK}"),
        ("580208 174685 161121 219502", [ONE, TWO], f"{MASK} {MASK}"),
        ("5802 0817 4685 1611 2121 9502", [ONE, TWO], f"{MASK} {MASK}"),
        ("580208 291126 100003", ["580208291126"], f"{MASK} 100003"),  # the last two are a right number as well
        (f"4250 {ONE}", [ONE], f"4250 {MASK}"),
        (f"{ONE} 2026", [ONE], f"{MASK} 2026"),
        ("4250 580208 174685 2026", [ONE], f"4250 {MASK} 2026"),
        ("5802 0817 4685 2026", [ONE], f"{MASK} 2026"),
        (f"87011234567 {ONE}", [ONE], f"87011234567 {MASK}"),
        ("8 701 123 45 67 580208 174685", [ONE], f"8 701 123 45 67 {MASK}"),
        ("580208 174685 +7 (701) 123-45-67", [ONE], f"{MASK} +7 (701) 123-45-67"),
        ("08.02.1958 580208 174685", [ONE], f"08.02.1958 {MASK}"),
        ("с 01.01.2026 580208174685", [ONE], f"с 01.01.2026 {MASK}"),
        (SLIP, [], MASK),  # a slip in the control digit: no number, and hidden all the same
        ("580208 174686", [], MASK),
        ("580208-174686", [], MASK),
        ("5802 0817 4686", [], MASK),
        ("580 208 174 686", [], MASK),
        ("58 02 08 17 46 86", [], MASK),
        ("5 8 0 2 0 8 1 7 4 6 8 6", [], MASK),
        ("580208 174686 4250", [], f"{MASK} 4250"),
        ("580208 174686 8 701 123 45 67", [], f"{MASK} 8 701 123 45 67"),
        ("123456789123", [], MASK),
        ("87012345678 1 и 870112345671", [], f"87012345678 1 и {MASK}"),  # twelve together, whatever they begin with
        (BIN, [BIN], MASK),
        ("1805 4000 0002", [BIN], MASK),
        ("58020817468", [], MASK),  # a digit is missing: what stays is enough to guess by
        ("580208 17468", [], MASK),
        ("5802081746850", [], MASK),
        ("мой иин 58020817468, проверьте", [], f"мой иин {MASK}, проверьте"),
        ("58020817468 это мой жсн", [], f"{MASK} это мой жсн"),
        ("ЖСН-ім: 580208 1746855", [], f"ЖСН-ім: {MASK}"),
    ],
)
def test_what_is_hidden(typed: str, found: list[str], masked: str) -> None:
    assert (find_iins(typed), mask_iins(typed)) == (found, masked)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "сколько платить за себя",
        "4250",
        "4250 51000",
        "4 250 51 000 71 400",
        "4 250, 51 000, 71 400",
        "4250 5950 8500",
        "4250/5950/8500",
        "3000-3500-4250",
        "250 000 300 000",
        "127 500 112 500",
        "250000-300000",
        "зарплата 250000 300000",
        "1 200 000 300 000",
        "100 000 000 000",
        "10 20 30 40 50 60",
        "87012345678",
        "+77012345678",
        "8 701 234 56 78",
        "8-701-234-56-78",
        "+7 (701) 234-56-78",
        "8701 234 56 78",
        "8 7172 12 34 56",
        "87172 123456",
        "701 234 56 78 51",
        "8 701 234 56 78 5",
        "8 701 123 45 67 4250",
        "87012345678 4250",
        "87012345678, 87771234567",
        "1414",
        "01.01.2026",
        "с 01.01.2026 31.12",
        "с 01.01.2026 по 31.12.2026",
        "01.01.2026-31.12.2026",
        "01.01.2026 4250",
        "1.2.2026 4250 1414",
        "2026-01-01 2026-12-31",
        "01/02/2026 15/03/2026",
        "15.03.25-20.04.25",
        "15.03.25 20.04.25",
        "01.02.2026 0104",  # dates whose digits have a right control digit by chance
        "15.03.25 01.06.25",
        "01.2026-12.2026",
        "2026.01-2026.12",
        "022022 032022",
        "202601 202602",
        "2024 2025 2026",
        "2024-2025-2026",
        "2024 2025",
        "09.00-18.00 13.30",
        "10:00-13:00, 14:00-18:00",
        "4400 4301 2345 6789",
        "4400430123456789",
        "KZ563190000012344567",
        "5802081746850 получил",  # thirteen together, neither alone nor named
        "договор 58020817468 нашёл",
        "58020O174685",
        "5802O8 174685",
        "580208, 174685",
        "иин 87012345678",  # beside the name, yet a phone
        "жсн 4 250 51 000 71",
        "v1.2.3 от 2026",
        "²³¹¹¹¹¹¹¹¹¹¹",
        "½ ⅓ ① 12345",
    ],
)
def test_what_stays(typed: str) -> None:
    assert (find_iins(typed), mask_iins(typed), iin_typed(typed)) == ([], typed, None)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        (ONE, ONE),
        ("мой иин 580208 174685, проверьте", ONE),
        (f"проверьте {ONE}", ONE),
        (f"{TWO} и {ONE}", TWO),
        (SLIP, SLIP),
        ("580208 174686?", SLIP),
        (f"ИИН {SLIP}", SLIP),
        (f"жсным {SLIP}", SLIP),
        (f"ИНН: {SLIP}", SLIP),
        (f"iin {SLIP}", SLIP),
        (f"mening zhsn {SLIP}", SLIP),
        (f"{SLIP} мой иин", SLIP),
        ("58020817468", "58020817468"),
        ("5802081746850", "5802081746850"),
        ("580208 17468", "58020817468"),
        ("5802 0817 468", "58020817468"),
        ("58-02-08-17-46-8", "58020817468"),
        ("580208 1746 86", SLIP),
        ("ИИН у меня такой: 58020817468", "58020817468"),
        ("٥٨٠٢٠٨١٧٤٦٨", "58020817468"),
        (BIN, BIN),
        ("5802081746", None),  # ten digits are too few to tell
        ("58020817468500", None),
        (f"договор {SLIP} где смотреть", None),
        (f"инновации {SLIP}", None),
        (f"иин забыл, а в договоре стоит номер {SLIP}", None),  # too far from the name
        ("привет", None),
    ],
)
def test_what_was_meant_as_a_number(typed: str, digits: str | None) -> None:
    assert iin_typed(typed) == digits


GAPS = ["", " ", "  ", "\u00a0", "\u2009", "\u202f", "\t", "-", "–", " - ", "−", ".", "/", "_", "\u200b", "\u2060"]
EVEN = [(12,), (6, 6), (4, 4, 4), (3, 3, 3, 3), (2,) * 6, (1,) * 12, (2, 2, 2, 6), (6, 1, 5), (6, 2, 4), (6, 3, 3)]
LETTERS = st.text(st.characters(exclude_categories=["N", "Z", "C", "M"], exclude_characters="-–−./_()\\"))


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """Draw a right number of somebody born in the 1800s."""
    serial = st.integers(0, 9999)
    day = f"{draw(st.integers(1, 12)):02}{draw(st.integers(1, 28)):02}"
    eleven = f"{draw(st.integers(0, 99)):02}{day}{draw(st.sampled_from('12'))}"
    made = [f"{eleven}{(draw(serial) + more) % 10000:04}" for more in range(3)]
    return next(f"{made_one}{control}" for made_one in made if (control := control_digit(made_one)) is not None)


def cut(digits: str, sizes: tuple[int, ...], gap: str) -> str:
    """Return digits written in groups."""
    at = [sum(sizes[:index]) for index in range(len(sizes))]
    return gap.join(digits[start : start + size] for start, size in zip(at, sizes, strict=True))


@given(numbers(), st.sampled_from(EVEN), st.sampled_from(GAPS), LETTERS, LETTERS)
def test_a_number_never_survives(digits: str, sizes: tuple[int, ...], gap: str, before: str, after: str) -> None:
    text = f"{before} {cut(digits, sizes, gap)} {after}"
    assert mask_iins(text) == f"{before} {MASK} {after}"
    assert (find_iins(text), iin_typed(text)) == ([digits], digits)


TEXTS = st.lists(st.one_of(numbers(), st.from_regex(r"[0-9]{1,8}", fullmatch=True), st.sampled_from([*GAPS, "иин "])))


@given(TEXTS.map("".join))
def test_hiding_again_hides_nothing_more(text: str) -> None:
    masked = mask_iins(text)
    assert (mask_iins(masked), find_iins(masked), iin_typed(masked)) == (masked, [], None)


@given(st.text())
def test_no_text_is_too_odd_to_read(text: str) -> None:
    assert (mask_iins(mask_iins(text)), len(find_iins(text)) <= len(text)) == (mask_iins(text), True)
