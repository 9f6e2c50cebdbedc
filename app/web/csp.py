"""What a Content-Security-Policy lets in, by the rules of CSP 3: sources, fallbacks, nonces, hashes, sandbox."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

Policy = Mapping[str, Sequence[str]]  # directive → its sources
FALLBACK = {  # what is asked for → the directives that may decide, the first that is there does
    "script-src": ("script-src-elem", "script-src", "default-src"),
    "frame-src": ("frame-src", "child-src", "default-src"),
}
PORTS = {"https": "443", "http": "80"}
_OTHERS = ("base-uri", "form-action", "frame-ancestors", "sandbox", "report-uri", "report-to", "trusted-types")
_LONE = ("require-trusted-types-for", "upgrade-insecure-requests", "block-all-mixed-content")
_HEADER = re.compile(r"content-security-policy(-report-only)?\b[:\s]*", re.IGNORECASE)
_NEXT_HEADER = re.compile(r"\n[ \t]*[a-z][a-z0-9-]*:\s", re.IGNORECASE)
_SOURCE = re.compile(r"(?:([a-z][a-z0-9+.-]*)://)?(\*|(?:\*\.)?[^/:*']+)(?::(\d+|\*))?(/[^?#]*)?")


def read_policies(text: str) -> list[Policy]:
    """Return the policies in what was pasted: the value alone, lines of headers, lines of a server's settings.

    One that only reports is left out: it keeps nothing from a page.
    """
    plain = text.replace('"', " ")  # of the settings of a server; no policy has one
    heads = list(_HEADER.finditer(plain))
    if not heads:
        return _split(plain)
    ends = [head.start() for head in heads[1:]] + [len(plain)]
    values = [plain[head.end() : end] for head, end in zip(heads, ends, strict=True) if not head[1]]
    return [policy for value in values for policy in _split(_NEXT_HEADER.split(value, 1)[0])]


def only_reports(text: str) -> bool:
    """Say whether all that was pasted is a policy that only reports."""
    heads = _HEADER.findall(text)
    return bool(heads) and all(heads)


def is_read(policy: Policy) -> bool:
    """Say whether a policy has a directive that browsers know."""
    return any(name.endswith(("-src", "-src-elem", "-src-attr")) or name in (*_OTHERS, *_LONE) for name in policy)


def deciding(policy: Policy, wanted: str) -> str:
    """Return the directive that decides about scripts or frames; "" when none does.

    >>> deciding({"default-src": ["'self'"], "child-src": ["*"]}, "frame-src")
    'child-src'
    """
    return next((name for name in FALLBACK[wanted] if name in policy), "")


def allows(policy: Policy, wanted: str, address: str, page: str = "https:") -> bool:
    """Say whether a policy lets an address in, as a script or as a frame; `page` is the scheme of the page.

    >>> allows({"script-src": ["'self'", "*.example"]}, "script-src", "https://komek.example/widget/v1/loader.js")
    True
    """
    decides = deciding(policy, wanted)
    return not decides or any(_matches(source, address, page) for source in policy[decides])


def is_dynamic(policy: Policy) -> bool:
    """Say whether addresses do not count for scripts: only a nonce or a hash does."""
    return "'strict-dynamic'" in policy.get(deciding(policy, "script-src"), ())


def trusts(policy: Policy, nonce: str, integrity: str) -> bool:
    """Say whether a policy lets a tag in by its nonce, which is new at each load, or by its hash."""
    sources = policy.get(deciding(policy, "script-src"), ())
    hashes = [f"'{each}'" for each in integrity.split()]
    by_nonce = bool(nonce) and any(source.lower().startswith("'nonce-") for source in sources)
    return by_nonce or (bool(hashes) and all(each in sources for each in hashes))


def _split(text: str) -> list[Policy]:
    """Return policies with commas between them; of two directives alike the first counts."""
    policies = []
    for value in text.split(","):
        directives: dict[str, list[str]] = {}
        for part in value.split(";"):
            name, *sources = part.split() or [""]
            directives.setdefault(name.lower(), [_lower(each) for each in sources])
        directives.pop("", None)
        policies.append(directives)
    return [policy for policy in policies if policy]


def _lower(source: str) -> str:
    """Return a source in lower case, but for nonces and hashes, which differ by it."""
    return source if source.lower().startswith(("'nonce-", "'sha")) else source.lower()


def _matches(source: str, address: str, page: str) -> bool:
    parts = urlsplit(address)
    if source == "*" or source == f"{parts.scheme}:":
        return True
    if source == "http:":
        return parts.scheme == "https"
    found = _SOURCE.fullmatch(source)
    if not found:
        return False
    scheme, host, port, path = found.groups()
    scheme = scheme or page.rstrip(":")
    return (
        (scheme == parts.scheme or (scheme == "http" and parts.scheme == "https"))
        and _is_host(host, parts.hostname or "")
        and _is_port(port, scheme, str(parts.port or PORTS.get(parts.scheme, "")), parts.scheme)
        and _is_path(path or "", parts.path)
    )


def _is_host(host: str, ours: str) -> bool:
    return host == "*" or (ours.endswith(host[1:]) if host.startswith("*.") else ours == host)


def _is_port(port: str | None, scheme: str, ours: str, our_scheme: str) -> bool:
    wanted = port or PORTS.get(scheme, "")
    raised = wanted == "80" and ours == "443" and our_scheme == "https"  # http in a policy is good for https too
    return port == "*" or wanted == ours or raised


def _is_path(path: str, ours: str) -> bool:
    return ours.startswith(path) if path in ("", "/") or path.endswith("/") else ours == path
