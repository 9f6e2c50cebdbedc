"""The key of a person: HMAC-SHA256 by the standard library's own word, in the range of a primary key."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookup.key import key_of

ONE, TWO = "580208174685", "161121219502"


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.binary(min_size=1, max_size=200))
def test_it_is_hmac_sha256_cut_to_64_bits(iin: str, secret: bytes) -> None:
    whole = hmac.digest(secret, iin.encode(), "sha256")
    assert key_of(iin, secret) == int.from_bytes(whole[:8], "big", signed=True)


@pytest.mark.parametrize("length", [1, 63, 64, 65, 128])
def test_a_secret_of_every_length_counts_whole(length: int) -> None:
    secret = b"k" * length
    assert len({key_of(ONE, secret), key_of(ONE, secret[:-1] + b"l"), key_of(TWO, secret)}) == 3


def test_the_same_number_has_the_same_key_after_others() -> None:
    first = key_of(ONE, b"one")
    for at in range(10):
        key_of(TWO, b"%d" % at)
    assert (key_of(ONE, b"one"), -(2**63) <= first < 2**63) == (first, True)
