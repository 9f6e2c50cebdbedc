"""The look-up on the page as a plain form: the form, every refusal beside its field, what the page never holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.dialogue.conversation import unsign
from app.i18n import wait
from app.model import Lang
from lookup.iin import MASK
from tests import registry as of
from tests.conftest import KEY
from tests.registry import ABSENT, BIN, CHILD, DEBT, GRACE, ODD, PEOPLE, SLIP, WORKS, People, over
from tests.web.page import Node, conversation_of, draft_of, read_page, state_of, turns_of
from tests.web.test_errors import SAID
from tests.web.test_privacy import holds

LANGS = pytest.mark.parametrize("lang", Lang)
FRAGMENT = {"X-Komek-Fragment": "1"}
ASK = {Lang.KK: "Мәртебені ЖСН бойынша тексеру", Lang.RU: "Проверить статус по ИИН"}
NAME = {Lang.KK: "ЖСН", Lang.RU: "ИИН"}
HALF_A_DAY = 12 * 3600
Field = dict[str, str]


def sentence(reason: str, lang: Lang, **values: str) -> str:
    """Return what a refusal says."""
    _, kk, ru = SAID[reason]
    return (kk if lang is Lang.KK else ru).format(**values)


def send(client: FlaskClient, path: str, status: int = 200, **fields: str) -> Node:
    """Send a form; return the page that comes."""
    response = client.post(path, data=fields)
    assert response.status_code == status
    return read_page(response.get_data(as_text=True))


def look_up(client: FlaskClient, iin: str, status: int = 200, lang: str = "ru", **fields: str) -> Node:
    """Send the form of the guide."""
    return send(client, f"/{lang}/guide/status", status, iin=iin, **fields)


def forms(page: Node) -> list[tuple[str, str, str, bool]]:
    """Return of every form of a guide: what its field holds, whether it is marked wrong, the error, sure."""
    found = []
    for form in page.find("form", class_="guide"):
        (field,), (wrong,) = form.find("input", name="iin"), form.find("p", class_="wrong")
        assert (wrong.attrs["role"], field.attrs["aria-describedby"]) == ("alert", wrong.attrs["id"])
        sure = [hidden.attrs["value"] for hidden in form.find("input", name="sure")]
        assert sure in ([], ["1"])
        found.append((field.attrs["value"], field.attrs.get("aria-invalid", ""), wrong.text, bool(sure)))
    return found


EMPTY = ("", "", "", False)


def slugs(page: Node) -> list[tuple[str, ...]]:
    """Return the articles of the conversation that a page carries."""
    return [turn.decision.slugs for turn in unsign(conversation_of(page), KEY)]


@LANGS
def test_the_page_of_the_guide(lang: Lang, registered: FlaskClient) -> None:
    response = registered.get(f"/{lang}/guide/status")
    page = read_page(response.get_data(as_text=True))
    (turn,) = turns_of(page)
    assert (response.status_code, turn.asked, turn.lang, turn.kind) == (200, ASK[lang], str(lang), "guide")
    assert (forms(page), state_of(page), draft_of(page)) == ([EMPTY], "", "")
    (form,) = page.find("form", class_="guide")
    (label,), (field,) = form.find("label"), form.find("input", name="iin")
    assert (form.attrs["action"], form.attrs["method"]) == (f"/{lang}/guide/status#end", "post")
    assert (label.text, label.attrs["for"]) == (
        f"{NAME[lang]}, 12 цифр",
        field.attrs["id"],
    )
    assert (field.attrs["inputmode"], field.attrs["autocomplete"]) == ("numeric", "off")


@LANGS
def test_a_number_in_the_address_does_nothing(lang: Lang, registered: FlaskClient, people: People) -> None:
    plain = registered.get(f"/{lang}/guide/status").get_data(as_text=True)
    response = registered.get(f"/{lang}/guide/status?iin={WORKS}&sure=1")
    assert (response.status_code, response.get_data(as_text=True), people.asked) == (200, plain, 0)


@LANGS
@pytest.mark.parametrize("iin", PEOPLE)
def test_every_outcome_is_a_sound_page_without_the_number(lang: Lang, iin: str, registered: FlaskClient) -> None:
    page = look_up(registered, iin, lang=lang, sure="1")
    (turn,) = turns_of(page)
    assert (turn.asked, turn.lang, turn.kind) == (f"{NAME[lang]} {MASK[4:]}{iin[-4:]}", str(lang), "status")
    (strip,) = page.find("ol", class_="months")
    assert (len(strip.find("li")), forms(page), state_of(page), draft_of(page)) == (12, [], "", "")
    ids = [node.attrs["id"] for node in page.find() if "id" in node.attrs]
    assert sorted(ids) == sorted(set(ids))
    assert not holds(str(page), iin)


@pytest.mark.parametrize(
    ("lang", "first", "last"),
    [
        (Lang.KK, "қараша 2025 төленген", "қазан мерзімі келмеді"),
        (Lang.RU, "ноябрь 2025 оплачен", "октябрь срок ещё не подошёл"),
    ],
)
def test_the_strip_is_read_month_by_month(lang: Lang, first: str, last: str, registered: FlaskClient) -> None:
    (strip,) = look_up(registered, GRACE, lang=lang).find("ol", class_="months")
    rows = strip.find("li")
    assert (rows[0].text, rows[-1].text) == (first, last)
    assert [row.attrs["class"] for row in rows] == ["paid"] * 10 + ["unpaid", "not-due"]
    assert [node.attrs.get("aria-hidden") for row in rows for node in row.find("span", class_="sign")] == ["true"] * 12
    years = [year.text for row in rows for year in row.find("span", class_="year")]
    assert years == ["2025", "2026"]


def test_the_conversation_goes_on_after_a_look_up(registered: FlaskClient) -> None:
    first = send(registered, "/ru/", text="сколько платить за себя")
    second = send(registered, "/ru/", article="status-ask", conversation=conversation_of(first))
    third = look_up(registered, DEBT, conversation=conversation_of(second))
    fourth = send(registered, "/ru/", text="спасибо", conversation=conversation_of(third))
    assert [(turn.asked, turn.kind) for turn in turns_of(fourth)] == [
        ("сколько платить за себя", "answer"),
        (ASK[Lang.RU], "guide"),
        (f"ИИН {MASK[4:]}9502", "status"),
        ("спасибо", "greeting"),
    ]
    assert [forms(page) for page in (first, second, third, fourth)] == [[], [EMPTY], [], []]
    assert turns_of(third)[2].reply == turns_of(fourth)[2].reply


@pytest.mark.parametrize(
    ("iin", "words"),
    [
        (GRACE, ("2026 жылғы 30 қараша", "2026 жылғы қыркүйек", "4\u00a0250\u00a0₸")),
        (CHILD, ("мемлекет төлеген", "2026 жылғы 21 қараша", "8519")),
        (of.DIFFERS, ("Жоғарыдағы айларға қарасақ", "төленген", "0136")),
    ],
)
def test_a_status_is_said_in_the_other_language_without_another_look_up(
    iin: str, words: tuple[str, ...], registered: FlaskClient, people: People
) -> None:
    russian = look_up(registered, iin)
    kazakh = send(registered, "/kk/", do="switch", conversation=conversation_of(russian), text="")
    (turn,) = turns_of(kazakh)
    assert (turn.asked, turn.lang, turn.kind) == (f"ЖСН {MASK[4:]}{iin[-4:]}", "kk", "status")
    assert [word for word in words if word not in turn.reply] == []
    back = send(registered, "/ru/", do="switch", conversation=conversation_of(kazakh), text="")
    assert (turns_of(back), people.asked) == (turns_of(russian), 1)


@LANGS
@pytest.mark.parametrize(
    ("typed", "reason", "seen"),
    [
        (SLIP, "iin-control", ""),
        ("580208 174686", "iin-control", ""),
        ("58020817468", "iin-length", "11"),
        ("", "iin-length", "0"),
        ("5" * 500, "iin-length", "41"),
        ("58020817468O", "iin-digits", ""),
        ("<b>", "iin-digits", ""),
        (BIN, "iin-bin", ""),
    ],
)
@pytest.mark.parametrize("before", ["", "status-ask", "rate-self-payer"])
def test_a_slip_is_told_beside_the_field_and_stays_in_it(
    typed: str, reason: str, seen: str, before: str, lang: Lang, registered: FlaskClient, people: People
) -> None:
    value = conversation_of(send(registered, f"/{lang}/", article=before)) if before else ""
    page = look_up(registered, typed, 422, lang=lang, conversation=value)
    assert forms(page) == [(typed[:41], "true", sentence(reason, lang, seen=seen), False)]
    kept = [(before,)] if before == "rate-self-payer" else []
    assert (slugs(page), state_of(page), people.asked) == ([*kept, ("status-ask",)], "", 0)


@LANGS
@pytest.mark.parametrize("message", ["{}", "мой иин {}", "580208 174686"])
def test_a_slip_in_a_message_opens_the_form_with_the_number_to_be_mended(
    message: str, lang: Lang, registered: FlaskClient
) -> None:
    first = send(registered, f"/{lang}/", article="rate-self-payer")
    page = send(registered, f"/{lang}/", 422, text=message.format(SLIP), conversation=conversation_of(first))
    assert forms(page) == [(SLIP, "true", sentence("iin-control", lang), False)]
    assert ([turn.kind for turn in turns_of(page)], draft_of(page), state_of(page)) == (["answer", "guide"], "", "")
    mended = look_up(registered, WORKS, lang=lang, conversation=conversation_of(page))
    assert slugs(mended) == [("rate-self-payer",), ("status-ask",), ("status-paid",)]


@LANGS
def test_a_slip_in_the_first_message_is_told(lang: Lang, registered: FlaskClient) -> None:
    page = send(registered, f"/{lang}/", 422, text=SLIP)
    assert forms(page) == [(SLIP, "true", sentence("iin-control", lang), False)]


@LANGS
@pytest.mark.parametrize(
    ("message", "asked", "kind"),
    [
        (WORKS, MASK, "status"),
        ("580208 174685", MASK, "status"),
        (f"мой иин {WORKS}, проверьте", f"мой иин {MASK}, проверьте", "status"),
        (f"{WORKS} сколько платить за себя?", f"{MASK} сколько платить за себя?", "status"),
        (f"{WORKS} {WORKS}", f"{MASK} {MASK}", "status"),
        (f"{WORKS} и {DEBT}", f"{MASK} и {MASK}", "guide"),
        (f"мама {WORKS} не дышит", f"мама {MASK} не дышит", "emergency"),
        (f"иин {ABSENT}", f"иин {MASK}", "status"),
    ],
)
def test_a_number_in_a_message(message: str, asked: str, kind: str, lang: Lang, registered: FlaskClient) -> None:
    page = send(registered, f"/{lang}/", text=message)
    (turn,) = turns_of(page)
    assert (turn.asked, turn.kind, draft_of(page), state_of(page)) == (asked, kind, "", "")
    assert [holds(str(page), iin) for iin in (WORKS, DEBT, ABSENT)] == [False] * 3


@LANGS
@pytest.mark.parametrize("message", [WORKS, SLIP, f"мой иин {WORKS}", f"{WORKS} и {DEBT}"])
def test_without_a_registry_a_number_gets_the_article(message: str, lang: Lang, client: FlaskClient) -> None:
    page = send(client, f"/{lang}/", text=message)
    assert (slugs(page), forms(page), holds(str(page), WORKS)) == ([("check-status",)], [], False)


@LANGS
@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/{}/guide/status", ODD),
        ("/{}/guide/status", "150515 710002"),
        ("/{}/guide/status", "150515-710 002"),
        ("/{}/", ODD),
        ("/{}/", f"проверьте {ODD}, пожалуйста"),
    ],
)
def test_a_doubtful_number_is_shown_once_in_its_field(
    typed: str, path: str, lang: Lang, registered: FlaskClient, people: People
) -> None:
    doubt = send(registered, path.format(lang), iin=typed, text=typed)
    assert (forms(doubt), slugs(doubt), people.asked) == (
        [("150515 710002", "", "", True)],
        [("status-doubt",)],
        0,
    )
    assert [holds(turn.asked + turn.reply, ODD) for turn in turns_of(doubt)] == [False]
    sure = look_up(registered, "150515 710002", lang=lang, sure="1", conversation=conversation_of(doubt))
    assert (slugs(sure), people.asked, holds(str(sure), ODD)) == ([("status-doubt",), ("status-paid",)], 1, False)


def test_a_doubtful_number_is_not_shown_again_and_the_empty_form_is_sure_of_nothing(registered: FlaskClient) -> None:
    doubt = look_up(registered, ODD)
    for fields in ({"text": "спасибо"}, {"do": "switch", "text": ""}):
        page = send(registered, "/ru/", conversation=conversation_of(doubt), **fields)
        assert (forms(page), holds(str(page), ODD)) == ([EMPTY], False)


@pytest.mark.parametrize("sure", ["", "0", "true", "no"])
def test_only_the_form_says_sure(sure: str, registered: FlaskClient, people: People) -> None:
    assert (slugs(look_up(registered, ODD, sure=sure)), people.asked) == ([("status-doubt",)], 0)


@LANGS
def test_a_registry_that_is_down(lang: Lang, registered: FlaskClient, people: People) -> None:
    people.down = True
    page = look_up(registered, WORKS, lang=lang)
    (turn,) = turns_of(page)
    assert (turn.kind, turn.asked, forms(page), holds(str(page), WORKS)) == ("trouble", ASK[lang], [EMPTY], False)


@LANGS
def test_a_number_that_is_not_found_may_be_typed_again(lang: Lang, registered: FlaskClient) -> None:
    page = look_up(registered, ABSENT, lang=lang)
    (turn,) = turns_of(page)
    assert (turn.kind, turn.asked, forms(page)) == ("status", f"{NAME[lang]} {MASK[4:]}6225", [EMPTY])


def test_the_form_is_live_in_the_newest_turn_that_has_one(registered: FlaskClient) -> None:
    first = send(registered, "/ru/", article="status-ask")
    second = send(registered, "/ru/", article="status-ask", conversation=conversation_of(first))
    third = send(registered, "/ru/", text="спасибо", conversation=conversation_of(second))
    told = look_up(registered, WORKS, conversation=conversation_of(third))
    again = send(registered, "/ru/", article="status-ask", conversation=conversation_of(told))
    live = [
        [bool(section.find("form", class_="guide")) for section in page.find("section", class_="turn")]
        for page in (first, second, third, told, again)
    ]
    assert live == [[True], [False, True], [False, True, False], [False] * 4, [False] * 4 + [True]]


@LANGS
def test_a_plain_form_has_three_look_ups_a_day(lang: Lang, registered: FlaskClient, people: People) -> None:
    value = ""
    for _ in range(3):
        value = conversation_of(look_up(registered, WORKS, lang=lang, conversation=value))
    for path, fields in ((f"/{lang}/guide/status", {"iin": WORKS}), (f"/{lang}/", {"text": f"иин {WORKS}"})):
        response = registered.post(path, data={**fields, "conversation": value})
        page = read_page(response.get_data(as_text=True))
        assert (response.status_code, response.headers["Retry-After"]) == (429, str(HALF_A_DAY))
        error = sentence("limit-without-work", lang, wait=wait(HALF_A_DAY, lang))
        assert (forms(page), state_of(page), draft_of(page)) == ([("", "true", error, False)], "", "")
        assert (slugs(page), holds(str(page), WORKS)) == ([("status-paid",)] * 3 + [("status-ask",)], False)
    assert people.asked == 3


def test_what_is_wrong_or_doubtful_takes_nothing_of_the_limit(registered: FlaskClient, people: People) -> None:
    for typed in (SLIP, "1", BIN, ODD) * 3:
        registered.post("/ru/guide/status", data={"iin": typed})
    for _ in range(3):
        look_up(registered, WORKS)
    assert people.asked == 3


@pytest.mark.parametrize(
    ("proxies", "headers", "statuses"),
    [
        (0, ["198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4"], [200, 200, 200, 429]),
        (1, ["198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4"], [200, 200, 200, 200]),
        (1, [f"198.51.100.{n}, 203.0.113.7" for n in range(4)], [200, 200, 200, 429]),
        (2, [f"198.51.100.{n}, 203.0.113.7" for n in range(4)], [200, 200, 200, 200]),
        (2, ["198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.4"], [200, 200, 200, 429]),
    ],
)
def test_a_forwarded_address_counts_behind_so_many_proxies(
    proxies: int, headers: list[str], statuses: list[int], app: Flask, people: People, tmp_path: Path
) -> None:
    client = over(app, tmp_path, people, proxies=proxies).test_client()
    told = [
        client.post("/ru/guide/status", data={"iin": WORKS}, headers={"X-Forwarded-For": value}).status_code
        for value in headers
    ]
    assert told == statuses


def test_the_status_alone_has_no_strip(app: Flask, people: People, tmp_path: Path) -> None:
    page = look_up(over(app, tmp_path, people, detail=False).test_client(), GRACE)
    (turn,) = turns_of(page)
    assert (slugs(page), page.find("ol", class_="months"), "₸" in turn.reply) == ([("status-insured",)], [], False)


@LANGS
def test_without_a_registry_there_is_no_guide(lang: Lang, client: FlaskClient) -> None:
    for response in (
        client.get(f"/{lang}/guide/status"),
        client.post(f"/{lang}/guide/status", data={"iin": WORKS}),
        client.post(f"/{lang}/guide/status", data={"iin": SLIP}),
    ):
        page = read_page(response.get_data(as_text=True))
        (main,) = page.find("main")
        assert (response.status_code, sentence("registry-off", lang) in main.text, forms(page)) == (404, True, [])
        assert not holds(str(page), WORKS)


def test_a_form_of_a_registry_that_is_gone_is_not_shown(registered: FlaskClient, client: FlaskClient) -> None:
    value = conversation_of(send(registered, "/ru/", article="status-ask"))
    page = send(client, "/ru/", text="спасибо", conversation=value)
    assert ([turn.kind for turn in turns_of(page)], forms(page)) == (["guide", "greeting"], [])


@LANGS
def test_the_way_into_the_guide_is_known_with_a_registry_alone(
    lang: Lang, registered: FlaskClient, client: FlaskClient
) -> None:
    opened = send(registered, f"/{lang}/", article="status-ask", text="недописанное")
    assert ([turn.asked for turn in turns_of(opened)], forms(opened)) == ([ASK[lang]], [EMPTY])
    assert draft_of(opened) == "недописанное"
    refused = send(client, f"/{lang}/", 404, article="status-ask")
    assert (turns_of(refused), state_of(refused)) == ([], sentence("article-unknown", lang))
    statuses = [asker.get(f"/{lang}/help/status-ask").status_code for asker in (registered, client)]
    assert statuses == [200, 404]


@pytest.mark.parametrize("slug", ["status-doubt", "status-several", "status-paid", "status-unavailable"])
def test_the_other_words_of_the_guide_cannot_be_chosen(slug: str, registered: FlaskClient) -> None:
    statuses = [
        registered.post("/ru/", data={"article": slug}).status_code,
        registered.get(f"/ru/help/{slug}").status_code,
        registered.get(f"/api/v1/articles/{slug}").status_code,
    ]
    assert statuses == [404] * 3


OFFERING = ("debt-periods", "three-month-grace", "how-status-is-decided", "long-leave", "check-status-telegram")


@LANGS
@pytest.mark.parametrize("slug", [*OFFERING, "rate-self-payer"])
def test_articles_offer_the_guide_with_a_registry_alone(
    slug: str, lang: Lang, registered: FlaskClient, client: FlaskClient
) -> None:
    offered = [
        [button.text for button in page.find("button", name="article", value="status-ask")]
        for page in (
            read_page(asker.get(f"/{lang}/help/{slug}").get_data(as_text=True)) for asker in (registered, client)
        )
    ]
    assert offered == [[ASK[lang]] if slug in OFFERING else [], []]


@LANGS
def test_the_article_on_checking_begins_with_the_form(lang: Lang, registered: FlaskClient, client: FlaskClient) -> None:
    told = [
        forms(read_page(asker.get(f"/{lang}/help/check-status").get_data(as_text=True)))
        for asker in (registered, client)
    ]
    assert told == [[EMPTY], []]
    page = send(registered, f"/{lang}/", article="check-status")
    wrong = look_up(registered, SLIP, 422, lang=lang, conversation=conversation_of(page))
    assert (slugs(wrong), forms(wrong)) == (
        [("check-status",)],
        [(SLIP, "true", sentence("iin-control", lang), False)],
    )


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods(method: str, registered: FlaskClient) -> None:
    response = registered.open("/ru/guide/status", method=method, data={"iin": WORKS})
    (main,) = read_page(response.get_data(as_text=True)).find("main")
    assert (response.status_code, sentence("method-unknown", Lang.RU) in main.text) == (405, True)
    assert sorted(response.headers["Allow"].split(", ")) == ["GET", "HEAD", "OPTIONS", "POST"]


@LANGS
@pytest.mark.parametrize("body", [b"iin=580208174685\xff", b"iin=%ff580208174685"])
def test_what_is_not_utf_8_is_told(body: bytes, lang: Lang, registered: FlaskClient, people: People) -> None:
    response = registered.post(f"/{lang}/guide/status", data=body, content_type="application/x-www-form-urlencoded")
    page = read_page(response.get_data(as_text=True))
    assert (response.status_code, state_of(page), forms(page), people.asked) == (
        400,
        sentence("text-unreadable", lang),
        [EMPTY],
        0,
    )


def test_a_conversation_of_another_server_is_refused_before_the_number_is_asked_for(
    registered: FlaskClient, people: People
) -> None:
    page = look_up(registered, WORKS, 400, conversation="forged")
    assert (state_of(page), forms(page)) == (sentence("conversation-bad", Lang.RU), [EMPTY])
    assert (people.asked, holds(str(page), WORKS)) == (0, False)


@LANGS
def test_the_script_gets_the_turn_alone(lang: Lang, registered: FlaskClient) -> None:
    value = conversation_of(send(registered, f"/{lang}/", article="rate-self-payer"))
    fields = {"iin": WORKS, "conversation": value}
    whole = turns_of(look_up(registered, WORKS, lang=lang, conversation=value))
    fragment = registered.post(f"/{lang}/guide/status", data=fields, headers=FRAGMENT)
    page = read_page(fragment.get_data(as_text=True))
    assert (turns_of(page), page.find("html"), slugs(page)) == (
        whole[1:],
        [],
        [("rate-self-payer",), ("status-paid",)],
    )


@LANGS
@pytest.mark.parametrize(("typed", "status", "reason"), [(SLIP, 422, "iin-control"), (BIN, 422, "iin-bin")])
def test_the_script_is_told_what_is_wrong(
    typed: str, status: int, reason: str, lang: Lang, registered: FlaskClient
) -> None:
    response = registered.post(f"/{lang}/guide/status", data={"iin": typed}, headers=FRAGMENT)
    told = response.get_json(force=True)
    assert (response.status_code, response.mimetype, told["reason"], told["detail"]) == (
        status,
        "application/problem+json",
        reason,
        sentence(reason, lang),
    )
    assert holds(str(told), typed) is False


@LANGS
@pytest.mark.parametrize(("typed", "reason"), [(SLIP, "iin-control"), (BIN, "iin-bin")])
def test_the_script_gets_a_form_for_a_message_that_is_a_slip(
    typed: str, reason: str, lang: Lang, registered: FlaskClient
) -> None:
    response = registered.post(f"/{lang}/", data={"text": typed}, headers=FRAGMENT)
    page = read_page(response.get_data(as_text=True))
    (turn,), (form,) = turns_of(page), page.find("form", class_="guide")
    (field,) = form.find("input", name_="iin")
    (wrong,) = form.find("p", class_="wrong")
    assert (response.status_code, turn.asked, field.attrs["value"], wrong.text) == (
        200,
        MASK,
        typed,
        sentence(reason, lang),
    )
