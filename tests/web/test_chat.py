"""The chat page as a plain form: first screen, answers, choices, the conversation, the switch of the language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.dialogue.conversation import MAX_BYTES, MAX_TURNS, Turn, sign, unsign
from app.dialogue.decision import Decision
from app.dialogue.fill import title_of
from app.knowledge.library import Library
from app.model import Kind, Lang
from tests.conftest import KEY, TODAY, Serve
from tests.small import NEXT_YEAR, edit
from tests.web import page as pages
from tests.web.page import Node, conversation_of, draft_of, read_page, state_of, turns_of

SELF = {Lang.RU: "сколько платить за себя", Lang.KK: "өзім үшін қанша төлеймін"}
TITLE = {Lang.RU: "Сколько платит самостоятельный плательщик", Lang.KK: "Дербес төлеуші қанша төлейді"}
FRAGMENT = {"X-Komek-Fragment": "1"}
MONTH = "4\u00a0250\u00a0₸"


def post(client: FlaskClient, lang: str, status: int = 200, **fields: str) -> Node:
    """Send the form of the page; return the page that comes."""
    response = client.post(f"/{lang}/", data=fields)
    assert response.status_code == status
    return read_page(response.get_data(as_text=True))


def labels(page: Node, class_: str) -> list[tuple[str, str]]:
    """Return the slug and the label of the buttons in a list."""
    (row,) = page.find("ul", class_=class_)
    return [(button.attrs["value"], button.text) for button in row.find("button", name="article")]


@pytest.mark.parametrize("lang", Lang)
def test_the_first_screen(lang: Lang, client: FlaskClient, library: Library) -> None:
    page = read_page(client.get(f"/{lang}/").get_data(as_text=True))
    (html,) = page.find("html")
    titles = {"kk": "Сәлеметсіз бе, мен – Көмек", "ru": "Здравствуйте, я – Комек"}
    assert (html.attrs["lang"], [h1.text for h1 in page.find("h1")]) == (str(lang), [titles[lang]])
    for class_, slugs in (("doors", library.front.doors), ("asked-often", library.front.asked)):
        assert labels(page, class_) == [(slug, title_of(slug, lang, library, TODAY)) for slug in slugs]
    assert (conversation_of(page), draft_of(page), state_of(page), turns_of(page)) == ("", "", "", [])


def test_the_first_screen_offers_four_doors_and_eight_questions(library: Library) -> None:
    assert (len(library.front.doors), len(library.front.asked)) == (4, 8)


@pytest.mark.parametrize("lang", Lang)
def test_a_question_is_answered_with_the_figure_of_the_year_and_its_source(lang: Lang, client: FlaskClient) -> None:
    page = post(client, lang, text=SELF[lang])
    (turn,) = turns_of(page)
    assert (turn.asked, turn.lang, turn.kind) == (SELF[lang], str(lang), "answer")
    assert [MONTH in turn.reply, "51\u00a0000\u00a0₸" in turn.reply, TITLE[lang] in turn.reply] == [True] * 3
    (sources,) = page.find("details", class_="sources")
    links = [link.attrs["href"].split("/")[2] for link in sources.find("a")]
    assert links == {"ru": ["www.inform.kz", "adilet.zan.kz"], "kk": ["aqshamnews.kz", "adilet.zan.kz"]}[lang]
    assert ([h1.text for h1 in page.find("h1", class_="unseen")], draft_of(page)) == (
        [{"ru": "Разговор с Комеком", "kk": "Көмекпен әңгіме"}[lang]],
        "",
    )


@pytest.mark.parametrize("lang", Lang)
def test_a_choice_is_answered_by_its_slug(lang: Lang, client: FlaskClient) -> None:
    (turn,) = turns_of(post(client, lang, article="rate-self-payer", text="недописанное"))
    assert (turn.asked, turn.lang, turn.kind, MONTH in turn.reply) == (TITLE[lang], str(lang), "answer", True)


@pytest.mark.parametrize(
    "sent", [{"text": "спасибо"}, {"text": SELF[Lang.KK]}, {"article": "pay-debt"}], ids=["talk", "question", "choice"]
)
def test_the_same_message_after_the_same_conversation_gets_the_same_reply(
    sent: dict[str, str], client: FlaskClient
) -> None:
    """The script of the page counts on it: it sends a message again whose reply was lost."""
    form = {"conversation": conversation_of(post(client, "ru", text=SELF[Lang.RU])), **sent}
    first, again = (client.post("/ru/", data=form, headers=FRAGMENT).get_data(as_text=True) for _ in range(2))
    assert first == again
    assert len(unsign(conversation_of(read_page(again)), KEY)) == 2


def test_the_conversation_goes_on(client: FlaskClient) -> None:
    first = post(client, "ru", text=SELF[Lang.RU])
    second = post(client, "ru", conversation=conversation_of(first), article="pay-debt")
    third = post(client, "ru", conversation=conversation_of(second), text="спасибо")
    assert [(turn.asked, turn.kind) for turn in turns_of(third)] == [
        (SELF[Lang.RU], "answer"),
        (turns_of(second)[1].asked, "answer"),
        ("спасибо", "greeting"),
    ]


def test_a_reply_follows_the_language_typed_and_keeps_it(client: FlaskClient) -> None:
    first = post(client, "ru", text=SELF[Lang.KK])
    second = post(client, "ru", conversation=conversation_of(first), text=SELF[Lang.RU])
    assert [(turn.asked, turn.lang) for turn in turns_of(second)] == [(SELF[Lang.KK], "kk"), (SELF[Lang.RU], "ru")]


def test_a_switch_renders_the_whole_conversation_in_the_other_language(client: FlaskClient) -> None:
    first = post(client, "ru", text=SELF[Lang.RU])
    second = post(client, "ru", conversation=conversation_of(first), article="rate-self-payer")
    page = post(client, "kk", conversation=conversation_of(second), do="switch", text="черновик")
    told = [(turn.asked, turn.lang, TITLE[Lang.KK] in turn.reply, MONTH in turn.reply) for turn in turns_of(page)]
    assert told == [(SELF[Lang.RU], "kk", True, True), (TITLE[Lang.KK], "kk", True, True)]
    (html,) = page.find("html")
    assert (draft_of(page), html.attrs["lang"], state_of(page)) == ("черновик", "kk", "")
    back = post(client, "ru", conversation=conversation_of(page), do="switch", text="")
    assert [(turn.asked, turn.lang) for turn in turns_of(back)] == [(SELF[Lang.RU], "ru"), (TITLE[Lang.RU], "ru")]


def test_what_was_typed_keeps_the_mark_of_its_language_after_a_switch(client: FlaskClient) -> None:
    first = post(client, "ru", text=SELF[Lang.RU])
    page = post(client, "kk", conversation=conversation_of(first), do="switch")
    (asked,) = page.find("p", class_="asked")
    assert asked.attrs["lang"] == "ru"


def test_a_switch_before_anything_was_asked(client: FlaskClient) -> None:
    page = post(client, "kk", do="switch", text="сколько пл")
    assert (turns_of(page), draft_of(page), state_of(page)) == ([], "сколько пл", "")


@pytest.mark.parametrize("lang", Lang)
def test_the_fragment_is_the_new_turn_alone(lang: Lang, client: FlaskClient) -> None:
    first = post(client, lang, text=SELF[lang])
    fields = {"conversation": conversation_of(first), "article": "pay-debt"}
    whole = turns_of(post(client, lang, conversation=fields["conversation"], article=fields["article"]))
    fragment = read_page(client.post(f"/{lang}/", data=fields, headers=FRAGMENT).get_data(as_text=True))
    assert turns_of(fragment) == whole[1:]
    assert (fragment.find("html"), fragment.find("h1")) == ([], [])
    turns = unsign(conversation_of(fragment), KEY)
    assert [(turn.text, turn.asked, turn.decision.lang) for turn in turns] == [
        (SELF[lang], None, lang),
        ("", "pay-debt", lang),
    ]


@pytest.mark.parametrize("lang", Lang)
def test_an_article_has_an_address(lang: Lang, client: FlaskClient) -> None:
    response = client.get(f"/{lang}/help/rate-self-payer")
    (turn,) = turns_of(read_page(response.get_data(as_text=True)))
    assert (response.status_code, turn.asked, turn.lang, MONTH in turn.reply) == (200, TITLE[lang], str(lang), True)


@pytest.mark.parametrize("slug", ["nope", "greeting", "choices", "emergency", "%00", "РУ", "a" * 500])
def test_other_addresses_are_no_articles(slug: str, client: FlaskClient) -> None:
    response = client.get(f"/ru/help/{slug}")
    page = read_page(response.get_data(as_text=True))
    assert (response.status_code, [h1.text for h1 in page.find("h1")]) == (404, ["Такой статьи нет"])


@pytest.mark.parametrize("slug", ["choices", "nothing"])
def test_the_parts_of_replies_cannot_be_chosen(slug: str, client: FlaskClient) -> None:
    page = post(client, "ru", 404, article=slug)
    assert (turns_of(page), state_of(page)) == ([], "Такой статьи нет. Спросите своими словами.")


def test_links_inside_an_article_are_addresses_of_articles(client: FlaskClient, library: Library) -> None:
    page = read_page(client.get("/ru/help/rate-self-payer").get_data(as_text=True))
    (reply,) = page.find("div", class_="reply")
    inside = [link.attrs for link in reply.find("a") if "data-article" in link.attrs]
    slugs = [link["data-article"] for link in inside]
    assert [link["href"] for link in inside] == [f"/ru/help/{slug}" for slug in slugs]
    assert sorted(set(slugs) - library.articles.keys()) == []
    assert "pay-debt" in slugs


def test_outside_links_open_without_a_way_back_to_the_page(client: FlaskClient) -> None:
    page = read_page(client.get("/ru/help/rate-self-payer").get_data(as_text=True))
    outside = [link.attrs for link in page.find("a") if link.attrs["href"].startswith("http")]
    assert {(link.get("rel"), link.get("target")) for link in outside} == {("noopener noreferrer", "_blank")}


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "</p><p>", "&lt;b&gt;", "'; --"],
)
def test_what_is_typed_is_shown_as_typed(typed: str, client: FlaskClient) -> None:
    page = post(client, "ru", text=typed)
    assert ([turn.asked for turn in turns_of(page)], page.find("img"), len(page.find("script"))) == ([typed], [], 1)
    again = post(client, "ru", 400, text=typed, conversation="forged")
    assert draft_of(again) == typed


def test_an_emergency_is_said_first_and_in_full(client: FlaskClient) -> None:
    (turn,) = turns_of(post(client, "ru", text="мама не дышит"))
    assert (turn.kind, turn.lang, "103" in turn.reply, "112" in turn.reply) == ("emergency", "ru", True, True)


def test_the_value_stays_small_however_long_people_talk(client: FlaskClient) -> None:
    value = ""
    for at in range(MAX_TURNS + 3):
        value = conversation_of(post(client, "ru", conversation=value, text=f"сколько платить за себя {at}"))
    turns = unsign(value, KEY)
    assert (len(turns), turns[-1].text, len(value) < MAX_BYTES) == (
        MAX_TURNS,
        f"сколько платить за себя {MAX_TURNS + 2}",
        True,
    )


def test_a_conversation_of_content_that_changed_is_still_shown(client: FlaskClient) -> None:
    gone = Turn("старый вопрос", None, Decision(Kind.ANSWER, ("no-such-article",), Lang.RU))
    page = post(client, "ru", conversation=sign((gone,), KEY), text="спасибо")
    assert [(turn.asked, turn.kind) for turn in turns_of(page)] == [
        ("старый вопрос", "nothing"),
        ("спасибо", "greeting"),
    ]


@pytest.mark.parametrize("lang", Lang)
def test_what_was_offered_can_still_be_chosen(lang: Lang, client: FlaskClient, library: Library) -> None:
    offered = ("rates", "pay-debt", "not-paying")
    asked = Turn("долг", None, Decision(Kind.CHOICES, offered, lang))
    page = post(client, str(lang), conversation=sign((asked,), KEY), text="4250")
    assert labels(page.find("section", class_="turn")[0], "choices") == [
        (slug, title_of(slug, lang, library, TODAY)) for slug in offered
    ]


def test_a_conversation_of_another_server_is_refused_and_the_draft_kept(client: FlaskClient) -> None:
    one = Turn("вопрос", None, Decision(Kind.ANSWER, ("rates",), Lang.RU))
    page = post(client, "ru", 400, conversation=sign((one,), "k" * 32), text="сколько платить")
    assert (turns_of(page), draft_of(page), conversation_of(page)) == ([], "сколько платить", "")


def test_a_refused_question_keeps_the_conversation(client: FlaskClient) -> None:
    first = post(client, "ru", text=SELF[Lang.RU])
    page = post(client, "ru", 422, conversation=conversation_of(first), text="  ")
    assert ([turn.asked for turn in turns_of(page)], conversation_of(page)) == ([SELF[Lang.RU]], conversation_of(first))


def test_on_the_first_of_january_the_page_says_the_new_figures(small: Path, serve: Serve) -> None:
    edit(small, "rates.yaml", "sources:\n", f"{NEXT_YEAR}sources:\n")
    said = [
        turns_of(read_page(serve(small, day).test_client().get("/ru/help/fee").get_data(as_text=True)))[0].reply
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert [(MONTH in reply, "4\u00a0500\u00a0₸" in reply) for reply in said] == [(True, False), (False, True)]


@pytest.mark.parametrize("lang", Lang)
def test_every_article_is_a_sound_page(lang: Lang, client: FlaskClient, library: Library) -> None:
    for slug, pair in library.articles.items():
        if pair[lang].group in ("talk", "guide"):
            continue
        page = read_page(client.get(f"/{lang}/help/{slug}").get_data(as_text=True))
        ids = [node.attrs["id"] for node in page.find() if "id" in node.attrs]
        assert (len(turns_of(page)), sorted(ids) == sorted(set(ids))) == (1, True), slug


def test_a_page_that_is_not_sound_is_seen() -> None:
    with pytest.raises(AssertionError):
        pages.read_page("<p><b>один</p>")
    with pytest.raises(AssertionError):
        pages.read_page("<div><p>один</p>")
