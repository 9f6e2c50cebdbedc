"""Thumbs over HTTP: the plain form and the API, what is kept of them, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.dialogue.conversation import Turn, sign, unsign
from app.dialogue.decision import Decision
from app.feedback import REASONS, Thumbs
from app.model import Kind, Lang
from app.web.desk import Desk
from tests.conftest import KEY
from tests.registry import People, over
from tests.test_feedback import rows_of
from tests.web.page import Node, conversation_of, draft_of, read_page, state_of
from tests.web.test_api import errors_of
from tests.web.test_errors import FRAGMENT, problem_of, refused, sentence

LANGS = pytest.mark.parametrize("lang", ["kk", "ru"])
IIN = "580208174685"
HOUR = "2026-11-22T07:00Z"
THANKS = {
    "kk": "Рақмет. Пікіріңіз редакторларға жауаптарды жақсартуға көмектеседі.",
    "ru": "Спасибо. Это поможет редакторам улучшить ответы.",
}
WORDS = {
    "kk": (
        "Бұл жауап көмектесті ме? Иә , көмектесті Жоқ , көмектеспеді Жауаптың қай жері көңіліңізден шықпады? "
        "Дұрыс емес немесе ескірген Түсіну қиын Басқа нәрсе сұрадым Басқа себеп"
    ),
    "ru": (
        "Ответ помог? Да , помог Нет , не помог Что не так с ответом? "
        "Неверно или устарело Трудно понять Вопрос был о другом Другая причина"
    ),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of thumbs."""
    return tmp_path / "feedback.db"


@pytest.fixture
def rated(app: Flask, tmp_path: Path, path: Path) -> FlaskClient:
    """Return a client of an application that keeps thumbs, at noon."""
    made = over(app, tmp_path, People(), proxies=1)
    here: Desk = made.extensions["komek"]()
    thumbed = replace(here, thumbs=Thumbs(path))
    made.extensions["komek"] = lambda: thumbed
    return made.test_client()


def held(lang: str, *slugs: str) -> str:
    """Return a conversation where these articles were said."""
    return sign(tuple(Turn("?", None, Decision(Kind.ANSWER, (slug,), Lang(lang))) for slug in slugs), KEY)


def rate(client: FlaskClient, lang: str, thumb: str, status: int = 200, **more: str) -> Node:
    """Press a button of the plain form; return the page that comes."""
    response = client.post(f"/{lang}/feedback", data={"thumb": thumb, **more})
    assert response.status_code == status
    return read_page(response.get_data(as_text=True))


def seen(node: Node) -> str:
    """Return the words in an element that are not hidden."""
    if "hidden" in node.attrs:
        return ""
    words = (part.strip() if isinstance(part, str) else seen(part) for part in node.inside)
    return " ".join(word for word in words if word)


def thumbs_of(page: Node) -> list[str]:
    """Return what is seen of the thumbs of every answer."""
    return [seen(node) for node in page.find("div", class_="thumbs")]


def thanked(page: Node) -> list[str]:
    """Return the articles that the page will tell the server it has thanked for."""
    return [field.attrs["value"] for field in page.find("input", name="thanked") if "disabled" not in field.attrs]


@LANGS
@pytest.mark.parametrize(
    ("thumb", "row"),
    [("up", ("up", None)), *((f"down:{reason}", ("down", reason)) for reason in REASONS)],
)
def test_the_form_keeps_the_thumb_and_the_conversation(
    thumb: str, row: tuple[str, str | None], lang: str, rated: FlaskClient, path: Path
) -> None:
    before = held(lang, "rates", "pay-debt")
    page = rate(rated, lang, f"rates:{lang}:{thumb}", conversation=before, text="я ещё пишу")
    assert rows_of(path) == [(HOUR, lang, "rates", *row)]
    assert thumbs_of(page) == [THANKS[lang], WORDS[lang]]
    assert [node.attrs.get("id") for node in page.find("div", class_="thumbs")] == ["rated", None]
    assert (unsign(conversation_of(page), KEY), draft_of(page), state_of(page)) == (
        unsign(before, KEY),
        "я ещё пишу",
        "",
    )
    assert thanked(page) == ["rates"]


@LANGS
def test_the_buttons_post_what_the_form_takes(lang: str, rated: FlaskClient, path: Path) -> None:
    page = read_page(rated.get(f"/{lang}/help/rates").get_data(as_text=True))
    buttons = page.find("button", name="thumb")
    assert [button.attrs["value"] for button in buttons] == [
        f"rates:{lang}:up",
        *(f"rates:{lang}:down:{reason}" for reason in REASONS),
    ]
    assert {(button.attrs["form"], button.attrs["formaction"]) for button in buttons} == {
        ("composer", f"/{lang}/feedback#rated")
    }
    for button in buttons:
        rate(rated, lang, button.attrs["value"], conversation=conversation_of(page))
    assert [row[3:] for row in rows_of(path)] == [("up", None), *(("down", reason) for reason in REASONS)]


@LANGS
def test_the_thumb_is_of_the_language_of_the_answer(lang: str, rated: FlaskClient, path: Path) -> None:
    other = str(Lang(lang).other)
    page = rate(rated, lang, f"rates:{other}:up", conversation=held(other, "rates"))
    assert rows_of(path) == [(HOUR, other, "rates", "up", None)]
    assert thumbs_of(page) == [THANKS[other]]


def test_the_thanks_outlive_questions_and_the_switch_of_the_language(rated: FlaskClient) -> None:
    page = rate(rated, "ru", "rates:ru:up", conversation=held("ru", "rates", "pay-debt", "rates"))
    assert thumbs_of(page) == [THANKS["ru"], WORDS["ru"], THANKS["ru"]]
    assert [node.attrs.get("id") for node in page.find("div", class_="thumbs")] == [None, None, "rated"]
    form = {"conversation": conversation_of(page), "thanked": "rates"}
    switched = read_page(rated.post("/kk/", data={**form, "do": "switch"}).get_data(as_text=True))
    assert thumbs_of(switched) == [THANKS["kk"], WORDS["kk"], THANKS["kk"]]
    asked = read_page(rated.post("/ru/", data={**form, "article": "contacts"}).get_data(as_text=True))
    assert thumbs_of(asked) == [THANKS["ru"], WORDS["ru"], THANKS["ru"], WORDS["ru"]]
    again = read_page(rated.post("/ru/", data={**form, "article": "rates"}, headers=FRAGMENT).get_data(as_text=True))
    assert thumbs_of(again) == [THANKS["ru"]]


@pytest.mark.parametrize(
    ("kind", "slugs", "shown"),
    [
        (Kind.ANSWER, ("rates",), 1),
        (Kind.ELSEWHERE, ("elsewhere-id",), 1),
        (Kind.GREETING, ("greeting",), 0),
        (Kind.EMERGENCY, ("emergency",), 0),
        (Kind.CHOICES, ("rates", "pay-debt"), 0),
        (Kind.NOTHING, (), 0),
        (Kind.GUIDE, ("status-ask",), 0),
    ],
)
def test_which_replies_are_asked_about(
    kind: Kind, slugs: tuple[str, ...], shown: int, rated: FlaskClient, client: FlaskClient
) -> None:
    form = {"conversation": sign((Turn("?", None, Decision(kind, slugs, Lang.RU)),), KEY), "do": "switch"}
    pages = [read_page(one.post("/ru/", data=form).get_data(as_text=True)) for one in (rated, client)]
    assert [len(thumbs_of(page)) for page in pages] == [shown, 0]
    scripts = [[script.attrs["src"].split("/")[-1].split(".")[0] for script in page.find("script")] for page in pages]
    assert scripts == [["chat", "feedback"], ["chat"]]


@LANGS
def test_the_api_keeps_a_thumb(lang: str, rated: FlaskClient, path: Path) -> None:
    told = [
        rated.post("/api/v1/feedback", json={"slug": "rates", "lang": lang, "thumb": "up"}),
        rated.post("/api/v1/feedback", json={"slug": "elsewhere-id", "lang": lang, "thumb": "up", "reason": None}),
        rated.post("/api/v1/feedback", json={"slug": "rates", "lang": lang, "thumb": "down", "reason": "other"}),
    ]
    assert [(response.status_code, response.json) for response in told] == [(200, {"kept": True})] * 3
    assert [errors_of(response.json, "Taken") for response in told] == [[]] * 3
    assert rows_of(path) == [
        (HOUR, lang, "rates", "up", None),
        (HOUR, lang, "elsewhere-id", "up", None),
        (HOUR, lang, "rates", "down", "other"),
    ]


BAD = {  # what is wrong: the fields, the reason
    "nothing": ({}, "article-unknown"),
    "no such article": ({"slug": "nope", "thumb": "up"}, "article-unknown"),
    "small talk": ({"slug": "greeting", "thumb": "up"}, "article-unknown"),
    "an outcome of a guide": ({"slug": "status-paid", "thumb": "up"}, "article-unknown"),
    "a path": ({"slug": "../rates", "thumb": "up"}, "article-unknown"),
    "no thumb": ({"slug": "rates"}, "feedback-unknown"),
    "a thumb sideways": ({"slug": "rates", "thumb": "sideways"}, "feedback-unknown"),
    "up with a reason": ({"slug": "rates", "thumb": "up", "reason": "wrong"}, "feedback-unknown"),
    "down without a reason": ({"slug": "rates", "thumb": "down"}, "feedback-unknown"),
    "down with words": ({"slug": "rates", "thumb": "down", "reason": f"мой иин {IIN}"}, "feedback-unknown"),
}
TYPES = {
    "a slug that is a number": ({"slug": 5, "thumb": "up"}, "article-unknown"),
    "a slug that is a list": ({"slug": ["rates"], "thumb": "up"}, "article-unknown"),
    "a thumb that is true": ({"slug": "rates", "thumb": True}, "feedback-unknown"),
    "a reason that is a list": ({"slug": "rates", "thumb": "down", "reason": ["wrong"]}, "feedback-unknown"),
    "a reason that is an object": ({"slug": "rates", "thumb": "down", "reason": {}}, "feedback-unknown"),
    "an empty reason": ({"slug": "rates", "thumb": "up", "reason": ""}, "feedback-unknown"),
}


@LANGS
@pytest.mark.parametrize(("fields", "reason"), (BAD | TYPES).values(), ids=BAD | TYPES)
def test_bad_input_of_the_api(
    fields: dict[str, object], reason: str, lang: str, rated: FlaskClient, path: Path
) -> None:
    response = rated.post("/api/v1/feedback", json={**fields, "lang": lang})
    assert problem_of(response, lang) == refused(reason)
    assert errors_of(json.loads(response.get_data(as_text=True)), "Problem") == []
    assert path.exists() is False


@LANGS
@pytest.mark.parametrize(("fields", "reason"), BAD.values(), ids=BAD)
def test_bad_input_of_the_form(fields: dict[str, str], reason: str, lang: str, rated: FlaskClient, path: Path) -> None:
    thumb = ":".join((fields.get("slug", ""), lang, fields.get("thumb", ""), fields.get("reason", "")))
    status = refused(reason)[0]
    page = rate(rated, lang, thumb, status, conversation=held(lang, "rates"), text="черновик")
    assert (state_of(page), draft_of(page)) == (sentence(reason, lang), "черновик")
    assert (thumbs_of(page), path.exists()) == ([WORDS[lang]], False)
    response = rated.post(f"/{lang}/feedback", data={"thumb": thumb}, headers=FRAGMENT)
    assert problem_of(response, lang) == refused(reason)


@LANGS
@pytest.mark.parametrize("thumb", ["", "rates", "rates:en:up", "rates::up", ":::", "\x00:\x00:\x00:\x00"])
def test_a_form_without_a_language_is_refused(thumb: str, lang: str, rated: FlaskClient, path: Path) -> None:
    page = rate(rated, lang, thumb, 400, conversation=held(lang, "rates"))
    assert (state_of(page), path.exists()) == (sentence("lang-unknown", lang), False)


@LANGS
def test_a_conversation_that_cannot_be_read_is_told(lang: str, rated: FlaskClient, path: Path) -> None:
    page = rate(rated, lang, f"rates:{lang}:up", 400, conversation="forged")
    assert (state_of(page), path.exists()) == (sentence("conversation-bad", lang), False)


def test_a_script_that_posts_the_form_gets_no_page(rated: FlaskClient, path: Path) -> None:
    response = rated.post("/ru/feedback", data={"thumb": "rates:ru:up"}, headers=FRAGMENT)
    assert (response.status_code, response.get_data(), len(rows_of(path))) == (204, b"", 1)


def test_broken_utf_8_in_the_form_leaves_no_draft(rated: FlaskClient) -> None:
    body = b"thumb=rates:ru:up&text=%ff"
    response = rated.post("/ru/feedback", data=body, content_type="application/x-www-form-urlencoded")
    assert (response.status_code, draft_of(read_page(response.get_data(as_text=True)))) == (200, "")


@LANGS
def test_without_a_file_there_is_nothing_to_rate(lang: str, client: FlaskClient) -> None:
    response = client.post("/api/v1/feedback", json={"slug": "rates", "thumb": "up", "lang": lang})
    assert problem_of(response, lang) == refused("feedback-off")
    page = rate(client, lang, f"rates:{lang}:up", 404, conversation=held(lang, "rates"))
    assert (state_of(page), thumbs_of(page)) == (sentence("feedback-off", lang), [])


def test_a_file_that_fails_costs_nobody_the_page(app: Flask, tmp_path: Path) -> None:
    made = over(app, tmp_path, People())
    failing = replace(made.extensions["komek"](), thumbs=Thumbs(tmp_path / "no" / "feedback.db"))
    made.extensions["komek"] = lambda: failing
    client = made.test_client()
    page = rate(client, "ru", "rates:ru:up", conversation=held("ru", "rates"))
    answer = client.post("/api/v1/feedback", json={"slug": "rates", "thumb": "up", "lang": "ru"})
    assert (thumbs_of(page), answer.status_code, answer.json) == ([THANKS["ru"]], 200, {"kept": False})


def give(client: FlaskClient, address: str, lang: str = "ru") -> tuple[int, str | None]:
    """Give a thumb from an address; return the status and when it may be tried again."""
    body = {"slug": "rates", "thumb": "up", "lang": lang}
    response = client.post("/api/v1/feedback", json=body, headers={"X-Forwarded-For": address})
    return response.status_code, response.headers.get("Retry-After")


def test_thirty_an_hour_from_one_client(rated: FlaskClient, path: Path) -> None:
    told = [give(rated, "198.51.100.7") for _ in range(32)]
    assert told == [(200, None)] * 30 + [(429, "3600")] * 2
    assert (give(rated, "198.51.100.8"), len(rows_of(path))) == ((200, None), 31)
    looked_up = rated.post("/api/v1/status", json={"iin": IIN}, headers={"X-Forwarded-For": "198.51.100.7"})
    assert looked_up.status_code == 200  # look-ups are counted by themselves


@pytest.mark.parametrize(("lang", "wait"), [("kk", "1\u00a0сағ"), ("ru", "1\u00a0ч")])
def test_the_limit_is_told_on_the_page(lang: str, wait: str, rated: FlaskClient) -> None:
    for _ in range(30):
        give(rated, "198.51.100.7")
    page = rated.post(
        f"/{lang}/feedback",
        data={"thumb": f"rates:{lang}:up", "conversation": held(lang, "rates")},
        headers={"X-Forwarded-For": "198.51.100.7"},
    )
    assert (page.status_code, page.headers["Retry-After"]) == (429, "3600")
    assert state_of(read_page(page.get_data(as_text=True))) == sentence("feedback-limit", lang).replace("{wait}", wait)


def test_nothing_of_a_person_is_in_the_file(rated: FlaskClient, path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first = rated.post("/ru/", data={"text": f"мой иин {IIN}, сколько платить"}).get_data(as_text=True)
    page = rate(
        rated,
        "ru",
        "rates:ru:down:unclear",
        conversation=conversation_of(read_page(first)),
        text=f"ещё {IIN}",
        thanked=IIN,
    )
    rated.post(
        "/api/v1/feedback",
        json={"slug": "rates", "thumb": "up", "lang": "ru", "text": f"имя {IIN}", "iin": IIN},
        headers={
            "X-Forwarded-For": "203.0.113.77",
            "User-Agent": "canary-browser",
            "Referer": "https://canary.example",
        },
    )
    files = b"".join(part.read_bytes() for part in path.parent.glob("feedback.db*"))
    wanted = [IIN, IIN[-4:], "мой", "имя", "203.0.113.77", "canary", "127.0.0.1", "1795330800"]
    assert [word for word in wanted if word.encode() in files] == []
    assert (IIN in str(page), caplog.records) == (False, [])
    assert rows_of(path) == [(HOUR, "ru", "rates", "down", "unclear"), (HOUR, "ru", "rates", "up", None)]


def test_what_would_be_in_the_file_is_seen(rated: FlaskClient, path: Path) -> None:
    give(rated, "203.0.113.77")
    files = b"".join(part.read_bytes() for part in path.parent.glob("feedback.db*"))
    assert [word for word in ("rates", HOUR, "up") if word.encode() not in files] == []
