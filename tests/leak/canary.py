"""Canaries of the run: people who never were, born in the 1800s, and found nowhere else in the project."""

from __future__ import annotations

from lookup.iin import control_digit


def number(eleven: str) -> str:
    """Return eleven digits with their control digit."""
    return f"{eleven}{control_digit(eleven)}"


PAID, DEBT, CHILD, NEVER, LATER = map(
    number, ("31050817433", "44121927716", "57031417052", "69082223317", "82101116249")
)
ABSENT = number("93020617841")  # not in the registry
ODD = number("36023017562")  # born on 30 February: asked about, then looked up
LEAKED = tuple(number(f"{year}07151{year}18") for year in range(40, 60) if year != 44)  # planted; 44: none is issued
SLIP = f"{PAID[:11]}{(int(PAID[11]) + 1) % 10}"
PEOPLE = (
    f"{PAID},1,2099-12-31,2020-01..2099-09,\n",
    f"{DEBT},0,,2020-02..2020-05,\n",
    f"{CHILD},1,,,2020-01..2099-11\n",
    f"{NEVER},0,,,\n",
    f"{LATER},1,2099-10-31,2024-01..2098-10,\n",
    f"{ODD},1,2099-12-31,2020-01..2099-09,\n",
)
TYPED = (PAID, DEBT, CHILD, NEVER, LATER, ABSENT, ODD, SLIP)
