"""The JSON API: every response is as the contract says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

import app.web.api
from app.dialogue.conversation import unsign
from app.dialogue.decision import Decision
from app.dialogue.reply import compose, title_of
from app.knowledge.library import Library
from app.model import Kind, Lang
from app.render import to_json
from app.web.problem import PROBLEMS
from tests.conftest import KEY, TODAY, Serve
from tests.small import edit

Json = dict[str, Any]
SPEC: Json = yaml.safe_load(Path(app.web.api.__file__).with_name("openapi.yaml").read_text("utf-8"))
SELF = {Lang.RU: "сколько платить за себя", Lang.KK: "өзім үшін қанша төлеймін"}
LANGS = pytest.mark.parametrize("lang", Lang)


def errors_of(value: object, schema: str) -> list[str]:
    """Return what in a value is not as a schema of the contract says."""
    whole = {"$ref": f"#/components/schemas/{schema}", "components": SPEC["components"]}
    checker = Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(value)]


def ask(client: FlaskClient, text: str, **more: str) -> Json:
    """Send one message; return the answer, checked against the contract."""
    response = client.post("/api/v1/messages", json={"text": text, **more})
    assert (response.status_code, response.mimetype) == (200, "application/json")
    assert response.json
    assert errors_of(response.json, "Answer") == []
    answer: Json = response.json
    return answer


def test_the_contract_is_sound() -> None:
    validate(SPEC)
    assert SPEC["openapi"] == "3.1.0"


def test_the_contract_is_served_as_it_is_written(client: FlaskClient) -> None:
    response = client.get("/api/openapi.json")
    assert (response.status_code, response.mimetype, response.json) == (200, "application/json", SPEC)


def test_the_contract_is_shown_as_a_page(client: FlaskClient) -> None:
    response = client.get("/api/docs")
    html = response.get_data(as_text=True)
    assert (response.status_code, response.mimetype) == (200, "text/html")
    operations = [operation for path in SPEC["paths"].values() for operation in path.values()]
    wanted = [operation["operationId"] for operation in operations] + list(PROBLEMS)
    assert [name for name in wanted if f'id="{name}"' not in html] == []


def test_the_contract_names_every_address_of_the_api(app: Flask) -> None:
    rules = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert rules == {(path, method) for path, operations in SPEC["paths"].items() for method in operations}


def test_the_contract_names_every_problem_with_its_status() -> None:
    told = {reason: int(text.rsplit("(", 1)[1].rstrip(").")) for reason, text in SPEC["x-problems"].items()}
    assert told == {reason: sort.status for reason, sort in PROBLEMS.items()}


def test_the_contract_names_every_status_of_a_message() -> None:
    statuses = {PROBLEMS[reason].status for reason in SPEC["x-problems"]} - {404, 405, 500}
    responses = SPEC["paths"]["/api/v1/messages"]["post"]["responses"]
    assert {int(status) for status in responses} - {200} == statuses


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        ({"lang": "en", "articles": []}, "Articles"),
        ({"kind": "answer"}, "Reply"),
        ({"type": "song", "spans": []}, "Block"),
        ({"type": "text", "spans": [{"bold": True}]}, "Block"),
        ({"type": "", "title": "", "status": "400", "detail": "", "reason": ""}, "Problem"),
    ],
)
def test_a_wrong_value_is_seen(value: object, schema: str) -> None:
    assert len(errors_of(value, schema)) >= 1


@pytest.mark.parametrize(
    ("text", "lang", "kind", "slug"),
    [
        (SELF[Lang.RU], "ru", "answer", "rate-self-payer"),
        (SELF[Lang.KK], "kk", "answer", "rate-self-payer"),
        ("здравствуйте", "ru", "greeting", "greeting"),
        ("сәлеметсіз бе", "kk", "greeting", "greeting"),
        ("спасибо", "ru", "greeting", "thanks"),
        ("позовите оператора", "ru", "greeting", "operator"),
        ("ты робот", "ru", "greeting", "robot"),
        ("мама не дышит", "ru", "emergency", "emergency"),
        ("әкем дем алмай жатыр", "kk", "emergency", "emergency"),
        ("как получить эцп", "ru", "elsewhere", "elsewhere-egov"),
        ("?!", "ru", "nothing", None),
        ("?!", "kk", "nothing", None),
    ],
)
def test_every_kind_of_reply(text: str, lang: str, kind: str, slug: str | None, client: FlaskClient) -> None:
    answer = ask(client, text, lang=lang)
    assert (answer["lang"], answer["reply"]["kind"], answer["reply"]["slug"]) == (lang, kind, slug)


@LANGS
def test_choices_are_as_the_contract_says(lang: Lang, library: Library) -> None:
    decision = Decision(Kind.CHOICES, ("rates", "pay-debt", "not-paying"), lang, 0.4)
    told = to_json(compose(decision, library, TODAY))
    assert errors_of(told, "Reply") == []
    choices = [{"slug": slug, "label": title_of(slug, lang, library, TODAY)} for slug in decision.slugs]
    assert (told["kind"], told["slug"], told["confidence"], told["choices"], told["blocks"][-1]) == (
        "choices",
        None,
        0.4,
        choices,
        {"type": "choices", "choices": choices},
    )


@LANGS
def test_an_answer_is_whole(lang: Lang, client: FlaskClient, library: Library) -> None:
    reply = ask(client, SELF[lang], lang=str(lang))["reply"]
    article = library.articles["rate-self-payer"][lang]
    assert list(reply) == [
        "kind",
        "slug",
        "title",
        "confidence",
        "blocks",
        "choices",
        "sources",
        "reviewed",
        "related",
        "guide",
    ]
    assert article.reviewed
    assert (reply["title"], reply["reviewed"], reply["guide"], reply["choices"]) == (
        article.title,
        article.reviewed.isoformat(),
        "calculator",
        [],
    )
    assert reply["sources"] == [{"title": s.title, "link": s.link, "document": s.document} for s in article.sources]
    assert reply["related"] == [
        {"slug": slug, "label": title_of(slug, lang, library, TODAY)} for slug in article.related
    ]
    first = "".join(span["text"] for span in reply["blocks"][0]["spans"])
    assert ("2026" in first, "4\u00a0250\u00a0₸" in first, "51\u00a0000\u00a0₸" in first) == (True, True, True)
    assert 0 < reply["confidence"] <= 1


def test_nothing_found_offers_the_doors_and_1414(client: FlaskClient, library: Library) -> None:
    reply = ask(client, "?!", lang="ru")["reply"]
    assert [choice["slug"] for choice in reply["choices"]] == list(library.front.doors)
    assert {"type": "contact", "label": "1414", "href": "tel:1414"} in reply["blocks"]


@LANGS
def test_the_language_of_the_reply_follows_the_text(lang: Lang, client: FlaskClient) -> None:
    assert [ask(client, SELF[lang], lang=str(chat))["lang"] for chat in Lang] == [str(lang)] * 2


@pytest.mark.parametrize(("accepts", "lang"), [("ru", "ru"), ("kk", "kk"), ("en", "kk"), ("", "kk")])
def test_the_language_of_the_browser_when_none_is_named(accepts: str, lang: str, client: FlaskClient) -> None:
    headers = {"Accept-Language": accepts}
    message = client.post("/api/v1/messages", json={"text": "4250"}, headers=headers).json
    articles = client.get("/api/v1/articles", headers=headers).json
    assert message
    assert articles
    assert (message["lang"], articles["lang"]) == (lang, lang)


def test_the_conversation_goes_on(client: FlaskClient) -> None:
    first = ask(client, SELF[Lang.RU], lang="ru")
    second = ask(client, "спасибо", lang="ru", conversation=first["conversation"])
    assert [(turn.text, turn.decision.slugs) for turn in unsign(second["conversation"], KEY)] == [
        (SELF[Lang.RU], ("rate-self-payer",)),
        ("спасибо", ("thanks",)),
    ]


def test_an_empty_conversation_begins_a_new_one(client: FlaskClient) -> None:
    assert len(unsign(ask(client, "спасибо", conversation="")["conversation"], KEY)) == 1


def test_a_conversation_of_the_page_goes_on_in_the_api(client: FlaskClient) -> None:
    html = client.post("/ru/", data={"text": SELF[Lang.RU]}).get_data(as_text=True)
    value = html.split('name="conversation" value="')[1].split('"')[0]
    assert len(unsign(ask(client, "спасибо", conversation=value)["conversation"], KEY)) == 2


def test_a_body_in_utf_8_with_its_charset_named(client: FlaskClient) -> None:
    body = '{"text": "спасибо", "lang": "ru", "colour": "red"}'.encode()
    response = client.post("/api/v1/messages", data=body, content_type="application/json; charset=utf-8")
    assert response.json
    assert (response.status_code, response.json["reply"]["slug"]) == (200, "thanks")


def test_kazakh_is_sent_as_letters(client: FlaskClient) -> None:
    text = client.get("/api/v1/articles/rate-self-payer?lang=kk").get_data(as_text=True)
    assert ('"title":"Дербес төлеуші қанша төлейді"' in text, "\\u0" in text) == (True, False)


@LANGS
def test_the_list_of_articles(lang: Lang, client: FlaskClient, library: Library) -> None:
    listed = client.get(f"/api/v1/articles?lang={lang}").json
    assert listed
    assert errors_of(listed, "Articles") == []
    wanted = sorted(slug for slug, pair in library.articles.items() if pair[lang].group not in ("talk", "guide"))
    assert ([article["slug"] for article in listed["articles"]], listed["lang"]) == (wanted, str(lang))
    one = next(article for article in listed["articles"] if article["slug"] == "rates")
    article = library.articles["rates"][lang]
    assert article.reviewed
    assert one == {
        "slug": "rates",
        "group": "payment",
        "title": title_of("rates", lang, library, TODAY),
        "reviewed": article.reviewed.isoformat(),
    }


@LANGS
def test_every_article_is_as_the_contract_says(lang: Lang, client: FlaskClient, library: Library) -> None:
    for slug, pair in library.articles.items():
        if pair[lang].group in ("talk", "guide"):
            continue
        answer = client.get(f"/api/v1/articles/{slug}?lang={lang}").json
        assert answer
        assert (errors_of(answer, "ArticleAnswer"), answer["lang"], answer["reply"]["slug"]) == ([], str(lang), slug)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/v1/messages", "{}"),
        ("POST", "/api/v1/messages", '{"text": ""}'),
        ("POST", "/api/v1/messages", '{"text": "a", "lang": "en"}'),
        ("POST", "/api/v1/messages", "x" * 40_000),
        ("GET", "/api/v1/messages", ""),
        ("GET", "/api/v1/articles/nope", ""),
        ("GET", "/api/v1/articles?lang=en", ""),
        ("GET", "/api/nope", ""),
    ],
)
def test_a_refusal_is_as_the_contract_says(method: str, path: str, body: str, client: FlaskClient) -> None:
    response = client.open(path, method=method, data=body, content_type="application/json")
    problem = json.loads(response.get_data(as_text=True))
    assert (response.mimetype, errors_of(problem, "Problem")) == ("application/problem+json", [])
    assert problem["type"] == f"/api/docs#{problem['reason']}"


@pytest.mark.parametrize(
    ("typed", "lang", "first"),
    [
        ("где и как оплатить взн", "ru", "where-to-pay"),
        ("дербес төлеуші қан", "kk", "rate-self-payer"),
        ("ult b rfr jgkfnbnm dpy", "ru", "where-to-pay"),  # the wrong layout
        ("", "ru", None),
        ("д", "ru", None),
        ("\u200b", "ru", None),
        ("абракадабра", "ru", None),
        ("580208174685", "ru", None),
    ],
)
def test_suggestions(typed: str, lang: str, first: str | None, client: FlaskClient, library: Library) -> None:
    told = client.get("/api/v1/suggest", query_string={"q": typed, "lang": lang}).json
    assert told
    assert errors_of(told, "Suggestions") == []
    slugs = [suggestion["slug"] for suggestion in told["suggestions"]]
    labels = [suggestion["label"] for suggestion in told["suggestions"]]
    assert (slugs[:1], labels) == (
        [first] if first else [],
        [title_of(slug, Lang(lang), library, TODAY) for slug in slugs],
    )


def test_without_a_beginning_nothing_is_suggested(client: FlaskClient) -> None:
    assert client.get("/api/v1/suggest?lang=ru").json == {"lang": "ru", "suggestions": []}


def test_health(client: FlaskClient, library: Library) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json) == (
        200,
        {"status": "ok", "content": library.version, "articles": len(library.articles), "faults": []},
    )


def test_health_tells_the_faults(small: Path, serve: Serve) -> None:
    edit(small, "ru/payment/place.md", "title: Где", "titel: Где")
    told = serve(small, TODAY).test_client().get("/healthz").json
    assert told
    assert (told["status"], told["articles"], told["faults"]) == (
        "ok",
        32,
        ["ru/payment/place.md:2: unknown key 'titel'; did you mean 'title'?"],
    )
