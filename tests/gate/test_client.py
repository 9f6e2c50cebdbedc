"""The network of a client: behind exactly the configured number of proxies, whatever the header says."""

from __future__ import annotations

import pytest

from app.gate.client import client_of

V4, V6 = "203.0.113.7/32", "2001:db8:1:2::/64"
PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("remote_addr", "forwarded", "proxies", "client"),
    [
        # no proxy: nobody's header counts
        ("203.0.113.7", "", 0, V4),
        ("203.0.113.7", "1.1.1.1", 0, V4),
        ("203.0.113.7", "1.1.1.1, 2.2.2.2", 0, V4),
        # one proxy: what it wrote, never what stood there before
        (PROXY, "203.0.113.7", 1, V4),
        (PROXY, "1.1.1.1, 203.0.113.7", 1, V4),
        (PROXY, "1.1.1.1, 2.2.2.2,203.0.113.7", 1, V4),
        (PROXY, " , ,, 203.0.113.7 ", 1, V4),
        # two proxies: the second from the right
        (PROXY, "203.0.113.7, 10.0.0.2", 2, V4),
        (PROXY, "1.1.1.1, 203.0.113.7, 10.0.0.2", 2, V4),
        (PROXY, "1.1.1.1, 2.2.2.2, 203.0.113.7, 10.0.0.3, 10.0.0.2", 3, V4),
        # too short: it came past the proxies, so whoever knocks counts
        ("203.0.113.7", "", 1, V4),
        ("203.0.113.7", "1.1.1.1", 2, V4),
        ("203.0.113.7", "1.1.1.1, 2.2.2.2", 3, V4),
        # no address where a proxy writes one
        ("203.0.113.7", "unknown", 1, V4),
        ("203.0.113.7", "1.1.1.1, ", 1, V4),
        ("203.0.113.7", "1.1.1.1, 999.1.1.1", 1, V4),
        ("203.0.113.7", "1.1.1.1, _hidden, 10.0.0.2", 2, V4),
        ("203.0.113.7", "1.1.1.1, 1.1.1.1/8", 1, V4),
        ("203.0.113.7", "1.1.1.1, ١.1.1.1", 1, V4),
        # IPv6 by /64, and IPv4 in the clothes of IPv6
        ("2001:db8:1:2::9", "", 0, V6),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "", 0, V6),
        ("2001:DB8:1:2:0:0:0:1%eth0", "", 0, V6),
        ("2001:db8:1:3::9", "", 0, "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.7", "", 0, V4),
        ("2002:cb00:7107:5::9", "", 0, V4),
        ("2002:cb00:7107:6::9", "", 0, V4),
        # with a port, as some proxies write it
        (PROXY, "203.0.113.7:4711", 1, V4),
        (PROXY, "[2001:db8:1:2::9]:4711", 1, V6),
        (PROXY, "[2001:db8:1:2::9]", 1, V6),
        # nothing that can be read
        ("", "", 0, "unknown"),
        ("unix:", "1.1.1.1", 0, "unknown"),
        ("", "1.1.1.1", 2, "unknown"),
    ],
)
def test_client(remote_addr: str, forwarded: str, proxies: int, client: str) -> None:
    assert client_of(remote_addr, forwarded, proxies) == client


@pytest.mark.parametrize(("proxies", "passed_on"), [(0, ""), (1, ", 203.0.113.7"), (2, ", 203.0.113.7, 10.0.0.2")])
def test_a_hundred_forged_headers_are_one_client(proxies: int, passed_on: str) -> None:
    remote_addr = PROXY if proxies else "203.0.113.7"
    forged = [f"198.51.100.{n}, 192.0.2.{n}" for n in range(100)]
    assert {client_of(remote_addr, header + passed_on, proxies) for header in forged} == {V4}


@pytest.mark.parametrize("forged", ["1.1.1.1," * 100_000, "[" * 100_000, "1" * 100_000])
def test_a_long_header_is_one_client(forged: str) -> None:
    assert client_of(PROXY, f"{forged}, 203.0.113.7", 1) == V4
    assert client_of("203.0.113.7", forged, 1) == V4
