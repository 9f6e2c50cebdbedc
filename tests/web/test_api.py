"""The JSON API: every response is as the contract says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import altcha
import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

import app.web.api
from app.dialogue.conversation import unsign
from app.dialogue.decision import Decision
from app.dialogue.fill import title_of
from app.dialogue.reply import compose
from app.knowledge.library import Library
from app.model import Kind, Lang
from app.render import to_json
from app.web.problem import PROBLEMS
from lookup.iin import MASK
from tests.conftest import KEY, TODAY, Serve
from tests.registry import ABSENT, BIN, DEBT, GRACE, ODD, PEOPLE, SLIP, WORKS, People, over
from tests.small import ARTICLES, GUIDE, TALK, edit
from tests.web.test_errors import SAID

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
        len(ARTICLES) + len(TALK) + len(GUIDE),  # and the one of another agency, but for the one with the fault
        ["ru/payment/place.md:2: unknown key 'titel'; did you mean 'title'?"],
    )


GRACE_TOLD = {"kind": "status", "slug": "status-grace", "choices": [], "sources": [], "reviewed": None, "guide": "plan"}
CODES = ["paid"] * 10 + ["unpaid", "not-due"]
STRIP = [f"2025-{number}" for number in (11, 12)] + [f"2026-{number:02}" for number in range(1, 11)]


def look_up(client: FlaskClient, body: Json, status: int = 200, path: str = "/api/v1/status") -> Json:
    """Ask for a status; return the answer or the problem, checked against the contract."""
    response = client.post(path, data=json.dumps(body), content_type="application/json")
    told: Json = json.loads(response.get_data(as_text=True))
    assert response.status_code == status
    assert errors_of(told, "Answer" if status == 200 else "Problem") == []
    assert response.mimetype == ("application/json" if status == 200 else "application/problem+json")
    assert response.headers["Cache-Control"] == "no-store"
    return told


@LANGS
@pytest.mark.parametrize("iin", [*PEOPLE, ABSENT])
def test_every_status_is_as_the_contract_says(lang: Lang, iin: str, registered: FlaskClient) -> None:
    told = look_up(registered, {"iin": iin, "lang": str(lang), "sure": True})
    (turn,) = unsign(told["conversation"], KEY)
    assert (told["lang"], told["reply"]["kind"], told["reply"]["slug"]) == (str(lang), "status", turn.decision.slugs[0])
    assert turn.decision.found
    assert (turn.text, turn.asked, turn.decision.found.last_four) == ("", "status-ask", iin[-4:])
    assert iin not in json.dumps(told)


@LANGS
def test_a_status_is_whole(lang: Lang, registered: FlaskClient, library: Library) -> None:
    reply = look_up(registered, {"iin": GRACE, "lang": str(lang)})["reply"]
    assert {key: reply[key] for key in GRACE_TOLD} == GRACE_TOLD
    (months,) = [block["months"] for block in reply["blocks"] if block["type"] == "months"]
    assert months == [{"month": month, "cover": how} for month, how in zip(STRIP, CODES, strict=True)]
    related = library.articles["status-grace"][lang].related
    assert [choice["slug"] for choice in reply["related"]] == list(related)


@LANGS
def test_a_number_in_a_message_is_the_same_look_up(lang: Lang, registered: FlaskClient) -> None:
    one = look_up(registered, {"iin": DEBT, "lang": str(lang)})
    other = look_up(registered, {"text": f"иин {DEBT}", "lang": str(lang)}, path="/api/v1/messages")
    assert (other["reply"], other["lang"]) == (one["reply"], one["lang"])
    assert [turn.text for turn in unsign(other["conversation"], KEY)] == [f"иин {MASK}"]


@pytest.mark.parametrize(
    ("text", "kind", "slug"),
    [
        (f"{WORKS} и {DEBT}", "guide", "status-several"),
        (ODD, "guide", "status-doubt"),
        (f"мама {WORKS} не дышит", "emergency", "emergency"),
        ("спасибо", "greeting", "thanks"),
    ],
)
def test_messages_that_look_nothing_up(
    text: str, kind: str, slug: str, registered: FlaskClient, people: People
) -> None:
    told = look_up(registered, {"text": text, "lang": "ru"}, path="/api/v1/messages")
    assert (told["reply"]["kind"], told["reply"]["slug"], people.asked) == (kind, slug, 0)


@pytest.mark.parametrize(("path", "field"), [("/api/v1/status", "iin"), ("/api/v1/messages", "text")])
@pytest.mark.parametrize(
    ("sure", "slug"),
    [
        (True, "status-paid"),
        (False, "status-doubt"),
        (None, "status-doubt"),
        ("true", "status-doubt"),
        ("no", "status-doubt"),
        ([1], "status-doubt"),
        ({}, "status-doubt"),
    ],
)
def test_a_doubtful_number_is_looked_up_when_sure_is_true(
    sure: object, slug: str, path: str, field: str, registered: FlaskClient, people: People
) -> None:
    told = look_up(registered, {field: ODD, "lang": "ru", "sure": sure}, path=path)
    forms = [block for block in told["reply"]["blocks"] if block["type"] == "form"]
    assert (told["reply"]["slug"], people.asked) == (slug, slug == "status-paid")
    assert [(form["guide"], form["name"], form["sure"]) for form in forms] == [("status", "iin", True)] * (
        1 - people.asked
    )
    assert ODD not in json.dumps(told)


@LANGS
@pytest.mark.parametrize(
    ("path", "body", "status", "reason"),
    [
        ("status", {"iin": SLIP}, 422, "iin-control"),
        ("status", {"iin": "5802081746"}, 422, "iin-length"),
        ("status", {"iin": "5" * 10_000}, 422, "iin-length"),
        ("status", {"iin": ""}, 422, "iin-length"),
        ("status", {"iin": "ИИН"}, 422, "iin-digits"),
        ("status", {"iin": "\ud800"}, 422, "iin-digits"),
        ("status", {"iin": BIN}, 422, "iin-bin"),
        ("status", {}, 400, "iin-missing"),
        ("status", {"iin": None}, 400, "iin-missing"),
        ("status", {"iin": int(WORKS)}, 400, "iin-missing"),
        ("status", {"iin": [WORKS]}, 400, "iin-missing"),
        ("status", {"iin": WORKS, "conversation": 5}, 400, "conversation-bad"),
        ("status", {"iin": WORKS, "conversation": "forged"}, 400, "conversation-bad"),
        ("status", {"iin": WORKS, "work": "rubbish"}, 400, "work-wrong"),
        ("status", {"iin": WORKS, "work": ""}, 400, "work-wrong"),
        ("messages", {"text": SLIP}, 422, "iin-control"),
        ("messages", {"text": "иин 5802081746850"}, 422, "iin-length"),
        ("messages", {"text": BIN}, 422, "iin-bin"),
        ("messages", {"text": WORKS, "work": "rubbish"}, 400, "work-wrong"),
    ],
)
def test_every_refusal_of_a_look_up(
    path: str, body: Json, status: int, reason: str, lang: Lang, registered: FlaskClient, people: People
) -> None:
    problem = look_up(registered, {**body, "lang": str(lang)}, status, f"/api/v1/{path}")
    said = SAID[reason][1 if lang is Lang.KK else 2].split("{")[0]
    assert (problem["reason"], problem["status"], problem["type"]) == (reason, status, f"/api/docs#{reason}")
    assert problem["detail"].startswith(said)
    assert "challenge" not in problem
    assert [iin for iin in (WORKS, SLIP, BIN) if iin in json.dumps(problem)] == []
    assert people.asked == 0


@pytest.mark.parametrize("work", [5, None, [], {}, True])
def test_work_of_another_type_is_no_work(work: object, registered: FlaskClient) -> None:
    assert look_up(registered, {"iin": WORKS, "work": work})["reply"]["kind"] == "status"


def test_a_refusal_of_a_body_comes_before_the_number(registered: FlaskClient, people: People) -> None:
    told = [
        registered.post("/api/v1/status", data=WORKS, content_type="application/json"),
        registered.post("/api/v1/status", json={"iin": WORKS, "lang": "en"}),
        registered.post("/api/v1/status", data={"iin": WORKS}),
        registered.post("/api/v1/status", data=b"x" * 40_000, content_type="application/json"),
        registered.get("/api/v1/status"),
    ]
    assert [response.status_code for response in told] == [400, 400, 415, 413, 405]
    assert [errors_of(json.loads(response.get_data(as_text=True)), "Problem") for response in told] == [[]] * 5
    assert (people.asked, [WORKS in response.get_data(as_text=True) for response in told]) == (0, [False] * 5)


@LANGS
def test_without_a_registry_nothing_is_looked_up(lang: Lang, client: FlaskClient) -> None:
    for body in ({"iin": WORKS}, {"iin": SLIP}, {}):
        problem = look_up(client, {**body, "lang": str(lang)}, 404)
        assert (problem["reason"], problem["detail"]) == (
            "registry-off",
            SAID["registry-off"][1 if lang is Lang.KK else 2],
        )
    told = look_up(client, {"text": WORKS, "lang": str(lang)}, path="/api/v1/messages")
    assert told["reply"]["slug"] == "check-status"


def test_a_registry_that_is_down_says_nothing_of_the_person(registered: FlaskClient, people: People) -> None:
    people.down = True
    told = look_up(registered, {"iin": WORKS, "lang": "ru"})
    assert (told["reply"]["kind"], told["reply"]["slug"]) == ("trouble", "status-unavailable")


def test_a_look_up_goes_on_with_a_conversation(registered: FlaskClient) -> None:
    first = look_up(registered, {"text": "спасибо", "lang": "ru"}, path="/api/v1/messages")
    second = look_up(registered, {"iin": WORKS, "lang": "kk", "conversation": first["conversation"]})
    turns = unsign(second["conversation"], KEY)
    assert [(turn.decision.slugs, str(turn.decision.lang)) for turn in turns] == [
        (("thanks",), "ru"),
        (("status-paid",), "kk"),
    ]


def test_the_way_into_the_guide_is_an_article_with_a_registry_alone(
    registered: FlaskClient, client: FlaskClient
) -> None:
    offered = registered.get("/api/v1/articles/debt-periods?lang=ru").json
    assert offered
    assert offered["reply"]["blocks"][-1] == {
        "type": "choices",
        "choices": [{"slug": "status-ask", "label": "Проверить статус по ИИН"}],
    }
    opened = registered.get("/api/v1/articles/status-ask?lang=ru").json
    assert opened
    assert (errors_of(opened, "ArticleAnswer"), opened["reply"]["kind"]) == ([], "guide")
    assert [block["type"] for block in opened["reply"]["blocks"]] == ["text", "form", "text", "text"]
    assert client.get("/api/v1/articles/status-ask?lang=ru").status_code == 404


def _solved(problem: Json) -> str:
    """Return the solution of the challenge of a refusal."""
    challenge = altcha.Challenge.from_dict(problem["challenge"])
    found = altcha.solve_challenge(challenge)
    assert found
    return altcha.Payload(challenge, found).to_base64()


@LANGS
@pytest.mark.parametrize(("path", "field"), [("/api/v1/status", "iin"), ("/api/v1/messages", "text")])
def test_after_three_look_ups_a_program_works(
    path: str, field: str, lang: Lang, registered: FlaskClient, people: People
) -> None:
    body = {field: WORKS, "lang": str(lang)}
    for _ in range(3):
        look_up(registered, body, path=path)
    problem = look_up(registered, body, 428, path)
    assert (problem["reason"], sorted(problem["challenge"])) == ("work-needed", ["parameters", "signature"])
    assert problem["detail"] == SAID["work-needed"][1 if lang is Lang.KK else 2]
    assert people.asked == 3
    solved = _solved(problem)
    assert look_up(registered, {**body, "work": solved}, path=path)["reply"]["slug"] == "status-paid"
    again = look_up(registered, {**body, "work": solved}, 400, path)
    assert (again["reason"], "challenge" in again, people.asked) == ("work-wrong", False, 4)
    assert look_up(registered, body, 428, path)["challenge"] != problem["challenge"]


def test_the_limit_of_a_minute_holds_with_work_too(registered: FlaskClient, people: People) -> None:
    for _ in range(3):
        look_up(registered, {"iin": WORKS, "lang": "ru"})
    for _ in range(2):
        problem = look_up(registered, {"iin": WORKS, "lang": "ru"}, 428)
        look_up(registered, {"iin": WORKS, "lang": "ru", "work": _solved(problem)})
    response = registered.post("/api/v1/status", json={"iin": WORKS, "lang": "ru"})
    told = json.loads(response.get_data(as_text=True))
    assert (response.status_code, response.headers["Retry-After"], told["reason"]) == (429, "60", "limit-client")
    assert (errors_of(told, "Problem"), "challenge" in told, people.asked) == ([], False, 5)
    assert told["detail"] == SAID["limit-client"][2].format(wait="1\u00a0мин")


def test_a_number_is_looked_up_ten_times_a_day_whoever_asks(app: Flask, people: People, tmp_path: Path) -> None:
    client = over(app, tmp_path, people, proxies=1).test_client()
    told = [
        client.post("/api/v1/status", json={"iin": WORKS, "lang": "ru"}, headers={"X-Forwarded-For": f"198.51.100.{n}"})
        for n in range(12)
    ]
    assert [response.status_code for response in told] == [200] * 10 + [429] * 2
    problem = json.loads(told[-1].get_data(as_text=True))
    assert (problem["reason"], told[-1].headers["Retry-After"], people.asked) == ("limit-iin", str(12 * 3600), 10)
    other = client.post("/api/v1/status", json={"iin": DEBT}, headers={"X-Forwarded-For": "198.51.100.1"})
    assert other.status_code == 200


def test_a_program_and_a_plain_form_share_one_limit(registered: FlaskClient, people: People) -> None:
    look_up(registered, {"iin": WORKS})
    assert [registered.post("/ru/guide/status", data={"iin": WORKS}).status_code for _ in range(3)] == [200, 200, 429]
    script = registered.post("/ru/guide/status", data={"iin": WORKS}, headers={"X-Komek-Fragment": "1"})
    told = json.loads(script.get_data(as_text=True))
    assert (script.status_code, told["reason"], "Retry-After" in script.headers) == (428, "work-needed", True)
    solved = registered.post(
        "/ru/guide/status", data={"iin": WORKS, "work": _solved(told)}, headers={"X-Komek-Fragment": "1"}
    )
    assert (solved.status_code, people.asked) == (200, 4)
