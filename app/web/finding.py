"""What the check of a site says: each finding as a sentence with what to do, and how much it weighs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.i18n import label
from app.model import Lang
from app.web.tag import Finding


def _(message: str) -> str:
    """Mark a label for the catalogues."""
    return message


STOPS: Mapping[str, str] = {  # with these there is no chat, or not the one that is meant
    "origin-none": _("Write the address of the site: the Fund lets sites in by it."),
    "origin-wrong": _("This is no address of a site. Write for example https://clinic.example"),
    "origin-unlisted": _("{site} is not on the list. Ask the Fund by 1414 to add it; until then visitors get a link."),
    "origin-near": _("{near} is on the list, {site} is another address. Ask the Fund by 1414 to add this one too."),
    "origin-http": _("The site is served over http. Serve it over https."),
    "policy-unread": _("No policy is found in this text. Paste the header whole: Content-Security-Policy: …"),
    "script-src": _("{directive} does not let the script in. Add there: {komek}"),
    "script-nonce": _(
        "{directive} has 'strict-dynamic', so addresses do not count. Give the tag the nonce of the page: nonce=\"…\""
    ),
    "frame-src": _("{directive} does not let the frame in. Write: frame-src {komek}"),
    "sandbox": _("The policy puts the page into a sandbox, and the chat with it. Add to sandbox: {words}"),
    "tag-missing": _("There is no tag of Komek in this text. If a script adds it, paste the page from the inspector."),
    "tag-commented": _("The tag stands in a comment, so the browser passes it over. Take it out of there."),
    "tag-elsewhere": _("The tag takes the script from {host}. Write our address there, as above."),
    "tag-http": _("The tag takes the script over http, and browsers stop that. Write https."),
    "tag-type": _('The tag has type="{type}", so the browser does not run it. Take type away.'),
    "version-unknown": _("There is no version {version}. The newest is {newest}."),
    "integrity-wrong": _("integrity is not of version {version}, so the browser stops the script. Right is: {hash}"),
    "crossorigin": _('With integrity the tag needs crossorigin="anonymous", or the browser stops the script.'),
    "target-missing": _("The chat is to stand in the page, but data-target is missing. Write for example #chat"),
}
WORTH: Mapping[str, str] = {  # the chat works, something about it does not
    "policy-reports": _("This policy only reports and keeps nothing out, so there was nothing to look at."),
    "tag-twice": _("There are {count} tags. The first counts, the others do nothing. Leave one."),
    "tag-waits": _("The page waits for the script. Add async to the tag."),
    "integrity-moving": _(
        "The address with v1 gets mended, and integrity stops the script at the first mend. Take v{version} or no hash."
    ),
    "version-old": _("Version {version} is fixed; the newest is {newest}. Mends since then are not in it."),
    "attribute-unknown": _("Komek has no attribute {name}. If it is of another tool, leave it."),
    "attribute-near": _("There is no attribute {name}. Was {near} meant?"),
    "value-word": _('{name}="{value}" is not taken. Choose from: {known}.'),
    "value-colour": _('{name}="{value}" is not taken. Write a colour as #0b5f59.'),
    "value-number": _('{name}="{value}" is not taken. Write a whole number, without px.'),
    "value-guide": _('{name}="{value}": there is no such guide. Choose from: {known}.'),
    "value-topic": _('{name}="{value}": there is no such article. Take a slug from the address of its page.'),
    "target-idle": _('data-target does nothing without data-mode="inline".'),
    "target-absent": _("There is no element {target} in this text. If a script draws it, all is well."),
}
GOOD: Mapping[str, str] = {
    "origin-good": _("The site is on the list."),
    "policy-good": _("The policy lets the script and the frame in."),
    "tag-good": _("The tag is right."),
}
UNSEEN: Mapping[str, str] = {
    "policy-unseen": _("No policy was pasted. A page that has none lets the chat in."),
    "tag-unseen": _("No page was pasted, so the tag was not looked at."),
}
_PLACE = re.compile(r"\{(\w+)\}")
_ALL = {"stops": STOPS, "worth": WORTH, "good": GOOD, "unseen": UNSEEN}


def weight(finding: Finding) -> str:
    """Return how much a finding weighs: stops, worth (mending), good, unseen."""
    return next(name for name, codes in _ALL.items() if finding.code in codes)


def sentence(finding: Finding, lang: Lang) -> str:
    """Return the sentence that says what is found and what to do."""
    text = label(_ALL[weight(finding)][finding.code], lang)
    return _PLACE.sub(lambda place: finding.values[place[1]], text)  # at once: what was pasted may look like a place
