"""Whom a request comes from: the network behind exactly the configured number of proxies."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address, ip_network

UNKNOWN = "unknown"  # one client for all whose address cannot be read: they share one limit
_WITH_PORT = re.compile(r"\[([^\]]*)\](?::\d+)?|([\d.]+):\d+")


def client_of(remote_addr: str, forwarded: str, proxies: int) -> str:
    """Return the network a request comes from: one IPv4 address, or the /64 of an IPv6 address.

    `remote_addr` is the other end of the connection, `forwarded` the header X-Forwarded-For. Every proxy writes
    whom it saw at the right end of that header, so of `proxies` proxies the outermost wrote the n-th entry from the
    right. What stands left of it anybody may have written. A header that is too short did not come through all
    proxies, and an entry that is no address was not written by one: then the other end of the connection counts, which
    nobody chooses.

    >>> client_of("10.0.0.1", "1.1.1.1, 203.0.113.7", 1)
    '203.0.113.7/32'
    >>> client_of("2001:db8:1:2::9", "1.1.1.1", 0)
    '2001:db8:1:2::/64'
    """
    chain = forwarded.rsplit(",", proxies)[-proxies:] if proxies else []
    seen = _network(chain[0]) if len(chain) == proxies > 0 else None
    return seen or _network(remote_addr) or UNKNOWN


def _network(written: str) -> str | None:
    """Return the network of an address as a proxy may write it, with or without a port; None for anything else."""
    text = written.strip()
    ported = _WITH_PORT.fullmatch(text)
    try:
        address = ip_address(ported[1] or ported[2] or "" if ported else text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address.sixtofour or address  # 6to4 gives an IPv4 host 65 536 networks
    return str(ip_network((address.packed, 32 if address.version == 4 else 64), strict=False))
