"""Is the widget installed right: the origin, the policy and the tag of a site, as somebody typed or pasted them.

Nothing is fetched: a server that opens addresses on demand can be led to places that are closed to others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from app.model import Lang
from app.web.csp import PORTS, Policy, allows, deciding, is_dynamic, is_read, only_reports, read_policies, trusts
from app.web.markup import Element, elements
from app.web.tag import Finding, Ours, look_at_tags, tags_of

# what the frame may do, by the loader; a page in a sandbox hands its own bounds down
SANDBOX = ("allow-scripts", "allow-same-origin", "allow-forms", "allow-popups", "allow-downloads")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What somebody typed and pasted: the origin, headers or a policy, a page or a part of it. Each may be ""."""

    origin: str = ""
    csp: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What was found about the origin, the policy or the tag; None when there was nothing to look at."""

    name: str
    found: tuple[Finding, ...] | None


def check(pasted: Pasted, ours: Ours) -> list[Part]:
    """Return what is found about origin, policy and tag, always these three."""
    page = list(elements(pasted.html))
    site = origin_of(pasted.origin)
    in_page = [each.get("content") for each in page if _is_policy(each)]
    policy = _policy(pasted.csp, in_page, page, site or "", ours) if pasted.csp.strip() or in_page else None
    return [
        Part("origin", tuple(_origin(pasted.origin, site, ours))),
        Part("policy", None if policy is None else _once(policy)),
        Part("tag", tuple(look_at_tags(page, site or "", ours)) if pasted.html.strip() else None),
    ]


def origin_of(typed: str) -> str | None:
    """Return the origin of an address as people paste it; None when it is none.

    >>> origin_of(" Clinic.Example/ru/contacts "), origin_of("https://clinic.example:443"), origin_of("ftp://x")
    ('https://clinic.example', 'https://clinic.example', None)
    """
    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port and str(parts.port) != PORTS.get(parts.scheme) else ""
    except ValueError:
        return None
    known = parts.scheme in PORTS and _HOST.fullmatch(host)
    return f"{parts.scheme}://{host}{port}" if known else None


def _origin(typed: str, site: str | None, ours: Ours) -> Iterator[Finding]:
    """Yield what is wrong with the origin of a site."""
    if site is None:
        yield Finding("origin-wrong" if typed.strip() else "origin-none")
        return
    if site not in ours.listed:
        near = next((each for each in ours.listed if _bare(each) == _bare(site)), "")
        yield (
            Finding("origin-near", {"site": site, "near": near}) if near else Finding("origin-unlisted", {"site": site})
        )
    if site.startswith("http:") and ours.komek.startswith("https:"):
        yield Finding("origin-http")


def _bare(origin: str) -> str:
    """Return the host of an origin without www: what people take for the same site."""
    return (urlsplit(origin).hostname or "").removeprefix("www.")


def _is_policy(element: Element) -> bool:
    return element.name == "meta" and element.get("http-equiv").lower() == "content-security-policy"


def _policy(typed: str, in_page: Sequence[str], page: Sequence[Element], site: str, ours: Ours) -> Iterator[Finding]:
    """Yield what is wrong with the policies of the headers and of the page; all of them have to let the chat in."""
    tag = next(iter(tags_of(page)), None)
    if typed.strip():
        if only_reports(typed):
            yield Finding("policy-reports")
        elif not any(map(is_read, read_policies(typed))):
            yield Finding("policy-unread")
    of_headers = read_policies(typed)
    for policy in of_headers:
        yield from _sandbox(policy)
    for policy in [*of_headers, *(each for content in in_page for each in read_policies(content))]:
        yield from _script(policy, tag, site, ours)
        addresses = [f"{ours.komek}/{lang}/frame" for lang in Lang]
        if not all(allows(policy, "frame-src", each, site) for each in addresses):
            yield Finding("frame-src", {"directive": deciding(policy, "frame-src"), "komek": ours.komek})


def _script(policy: Policy, tag: Element | None, site: str, ours: Ours) -> Iterator[Finding]:
    """Yield why a policy keeps the script out; a tag that was not pasted is taken for the plain one."""
    if tag and trusts(policy, tag.get("nonce"), tag.get("integrity")):
        return
    address = urljoin(f"{ours.komek}/", tag.get("src").strip()) if tag else f"{ours.komek}/widget/v1/loader.js"
    directive = deciding(policy, "script-src")
    if is_dynamic(policy):
        yield Finding("script-nonce", {"directive": directive})
    elif not allows(policy, "script-src", address, site):
        yield Finding("script-src", {"directive": directive, "komek": ours.komek})


def _sandbox(policy: Policy) -> Iterator[Finding]:
    """Yield what a page in a sandbox has to be given back: its frames are in that sandbox too."""
    missing = [word for word in SANDBOX if word not in policy["sandbox"]] if "sandbox" in policy else []
    if missing:
        yield Finding("sandbox", {"words": " ".join(missing)})


def _once(found: Iterator[Finding]) -> tuple[Finding, ...]:
    """Return findings without those that were there before."""
    kept: list[Finding] = []
    for each in found:
        if each not in kept:
            kept.append(each)
    return tuple(kept)
