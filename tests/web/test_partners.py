"""The page for partners, and what it finds out about a site: origin, policy, tag."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.loader import VERSION, loader, releases
from app.model import Lang
from app.settings import Settings
from app.web.csp import allows, read_policies
from app.web.embedding import Pasted, check
from app.web.finding import GOOD, STOPS, UNSEEN, WORTH, sentence
from app.web.markup import elements
from app.web.partners import MEANING, MOST
from app.web.tag import VALUES, Finding, Ours
from tests.conftest import KEY, TODAY
from tests.web.page import Node, read_page

KOMEK = "https://komek.example"
LISTED = ("https://clinic.example", "https://akimat.example:8443")
OURS = Ours(
    KOMEK, LISTED, {"0.9.0": loader(off=True), **releases()}, ("status", "prepay"), lambda slug: slug == "rates"
)
TAG = f'<script async src="{KOMEK}/widget/v1/loader.js"></script>'
RIGHT = releases()[VERSION].integrity
PINNED = f'async src="{KOMEK}/widget/v{VERSION}/loader.js"'
SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups allow-downloads"


def found(part: str, **pasted: str) -> list[str]:
    """Return the codes that are found about a part of what was pasted."""
    (one,) = [each for each in check(Pasted(**pasted), OURS) if each.name == part]
    return ["unseen"] if one.found is None else [finding.code for finding in one.found]


@pytest.mark.parametrize(
    ("origin", "codes"),
    [
        ("https://clinic.example", []),
        ("https://clinic.example:443/ru/contacts?x=1", []),
        (" CLINIC.example ", []),
        ("https://akimat.example:8443", []),
        ("https://akimat.example", ["origin-near"]),
        ("https://www.clinic.example", ["origin-near"]),
        ("https://sub.clinic.example", ["origin-unlisted"]),
        ("https://емхана.қаз", ["origin-unlisted"]),
        ("http://clinic.example", ["origin-near", "origin-http"]),
        ("", ["origin-none"]),
        ("ftp://clinic.example", ["origin-wrong"]),
        ("https://", ["origin-wrong"]),
        ("https://clinic.example:port", ["origin-wrong"]),
        ("наша клиника", ["origin-wrong"]),
        ("https://" + "a" * 70 + ".example", ["origin-wrong"]),
    ],
)
def test_origin(origin: str, codes: list[str]) -> None:
    assert found("origin", origin=origin) == codes


@pytest.mark.parametrize(
    ("csp", "html", "codes"),
    [
        ("", "", ["unseen"]),
        ("", TAG, ["unseen"]),
        ("default-src 'self'", "", ["script-src", "frame-src"]),
        (f"default-src 'self' {KOMEK}", "", []),
        (f"script-src {KOMEK}; frame-src 'none'", "", ["frame-src"]),
        (f"script-src {KOMEK}; child-src 'none'", "", ["frame-src"]),
        (f"child-src {KOMEK}; default-src 'none'", "", ["script-src"]),
        (f"frame-src 'self'; child-src {KOMEK}", "", ["frame-src"]),
        (f"script-src {KOMEK}; script-src-elem 'self'", "", ["script-src"]),
        (f"script-src {KOMEK}; script-src 'none'", "", []),
        ("script-src 'none'; frame-src *", "", ["script-src"]),
        ("img-src 'none'", "", []),
        (f"script-src {KOMEK}/static/; frame-src {KOMEK}/kk/", "", ["script-src", "frame-src"]),
        (f"script-src {KOMEK}/widget/; frame-src {KOMEK}/", "", []),
        (f"default-src {KOMEK}, default-src 'self'", "", ["script-src", "frame-src"]),
        ("script-src 'nonce-r4nd0m'; frame-src *", "", ["script-src"]),
        ("script-src 'nonce-r4nd0m'; frame-src *", TAG.replace("async", 'async nonce="x"'), []),
        (f"script-src 'strict-dynamic' 'nonce-r4nd0m' {KOMEK}", "", ["script-nonce"]),
        (f"script-src 'STRICT-DYNAMIC' 'nonce-r4nd0m' {KOMEK}", TAG, ["script-nonce"]),
        ("script-src 'strict-dynamic' 'nonce-r4nd0m'", TAG.replace("async", 'async nonce="x"'), []),
        (f"script-src '{RIGHT}'", f'<script {PINNED} integrity="{RIGHT}" crossorigin>', []),
        (f"script-src '{RIGHT}'", f"<script {PINNED}>", ["script-src"]),
        ("require-trusted-types-for 'script'; trusted-types 'none'", "", []),
        ("sandbox", "", ["sandbox"]),
        (f"sandbox {SANDBOX}", "", []),
        ("Content-Security-Policy: default-src 'self'\nX-Frame-Options: DENY", "", ["script-src", "frame-src"]),
        (f"HTTP/2 200\ncontent-security-policy: default-src {KOMEK}\nvary: *", "", []),
        (f'add_header Content-Security-Policy "default-src {KOMEK}" always;', "", []),
        ("Content-Security-Policy-Report-Only: default-src 'none'", "", ["policy-reports"]),
        (
            f"Content-Security-Policy-Report-Only: default-src 'none'\nContent-Security-Policy: script-src {KOMEK}",
            "",
            [],
        ),
        ("we have none", "", ["policy-unread"]),
        (
            "",
            f"<meta http-equiv=Content-Security-Policy content=\"default-src 'self'\">{TAG}",
            ["script-src", "frame-src"],
        ),
        ("", f'<meta http-equiv="content-security-policy" content="sandbox; default-src {KOMEK}">{TAG}', []),
    ],
)
def test_policy(csp: str, html: str, codes: list[str]) -> None:
    assert found("policy", origin=LISTED[0], csp=csp, html=html) == codes


@pytest.mark.parametrize(
    ("source", "page", "may"),
    [
        ("*", "https:", True),
        ("https:", "https:", True),
        ("http:", "https:", True),  # what is let in over http is let in over https too
        ("wss:", "https:", False),
        ("HTTPS://KOMEK.EXAMPLE", "https:", True),
        ("komek.example", "https:", True),
        ("komek.example", "http:", True),
        ("http://komek.example", "https:", True),
        ("https://komek.example:443", "https:", True),
        ("https://komek.example:*", "https:", True),
        ("https://komek.example:8443", "https:", False),
        ("*.example", "https:", True),
        ("https://*.example", "https:", True),
        ("*.komek.example", "https:", False),
        ("https://komek.example.evil", "https:", False),
        ("'self'", "https:", False),
        ("'none'", "https:", False),
        ("'unsafe-inline'", "https:", False),
    ],
)
def test_source(source: str, page: str, may: bool) -> None:
    (policy,) = read_policies(f"script-src {source}")
    assert allows(policy, "script-src", f"{KOMEK}/widget/v1/loader.js", page) is may


@pytest.mark.parametrize(
    ("html", "codes"),
    [
        ("", ["unseen"]),
        (TAG, []),
        (f"<!doctype html><title><b></title><style>a>b</style><body>{TAG}</body>", []),
        (TAG.replace("async", "defer").replace('"', "'"), []),
        (TAG.upper().replace(f"{KOMEK}/widget/v1/loader.js".upper(), f"{KOMEK}/widget/v1/loader.js"), []),
        ("<p>nothing</p>", ["tag-missing"]),
        ("no html at all", ["tag-missing"]),
        (f"<noscript>{TAG}</noscript>", ["tag-missing"]),
        (f"<textarea>{TAG}</textarea>", ["tag-missing"]),
        (f"<!-- {TAG} -->", ["tag-commented"]),
        (f"<!-- {TAG} -->{TAG}", []),
        (TAG + "<p>" + TAG, ["tag-twice"]),
        (TAG.replace("komek", "other"), ["tag-elsewhere"]),
        ('<script async src="/widget/v1/loader.js"></script>', ["tag-elsewhere"]),
        (TAG.replace("https:", ""), []),
        (TAG.replace("https:", "http:"), ["tag-http"]),
        (TAG.replace("async", 'async type="text/plain"'), ["tag-type"]),
        (TAG.replace("async", 'type="module"'), []),
        (TAG.replace("async ", ""), ["tag-waits"]),
        (f'<script {PINNED} integrity="{RIGHT}" crossorigin="anonymous">', []),
        (f"<script {PINNED}>", []),
        (f'<script {PINNED} integrity="{RIGHT}">', ["crossorigin"]),
        (f'<script {PINNED} integrity="{RIGHT}" crossorigin="use-credentials">', ["crossorigin"]),
        (f'<script {PINNED} integrity="sha384-AAAA" crossorigin>', ["integrity-wrong"]),
        (f'<script {PINNED} integrity="sha256-AAAA {RIGHT}" crossorigin>', []),
        (f'<script {PINNED} integrity="md5-AAAA" crossorigin>', []),
        (TAG.replace("async", f'async integrity="{RIGHT}" crossorigin'), ["integrity-moving"]),
        (f'<script async src="{KOMEK}/widget/v7.7.7/loader.js">', ["version-unknown"]),
        (f'<script async src="{KOMEK}/widget/v0.9.0/loader.js">', ["version-old"]),
        (
            f'<script async crossorigin integrity="{RIGHT}" src="{KOMEK}/widget/v0.9.0/loader.js">',
            ["integrity-wrong", "version-old"],
        ),
        (TAG.replace("async", 'async data-lang="kk" data-accent="#AABBCC" data-offset-x="-5" data-z-index="9"'), []),
        (TAG.replace("async", 'async data-guide="prepay" data-topic="rates"'), []),
        (TAG.replace("async", 'async data-langs="kk"'), ["attribute-near"]),
        (TAG.replace("async", 'async data-cfasync="false"'), ["attribute-unknown"]),
        (TAG.replace("async", 'async data-lang="en" data-theme="Dark"'), ["value-word", "value-word"]),
        (TAG.replace("async", 'async data-accent="red" data-offset-y="20px"'), ["value-colour", "value-number"]),
        (TAG.replace("async", 'async data-guide="calc" data-topic="nope"'), ["value-guide", "value-topic"]),
        (TAG.replace("async", 'async data-mode="inline"'), ["target-missing"]),
        (TAG.replace("async", 'async data-target="#chat"'), ["target-idle"]),
        (TAG.replace("async", 'async data-mode="inline" data-target="#chat"'), []),
        ("<body>" + TAG.replace("async", 'async data-mode="inline" data-target="#chat"'), ["target-absent"]),
        ("<body><div id=chat>" + TAG.replace("async", 'async data-mode="inline" data-target="#chat"'), []),
        (f'{TAG}<button data-komek-guide="status"><a data-komek-guide="tax">', ["value-guide"]),
    ],
)
def test_tag(html: str, codes: list[str]) -> None:
    assert found("tag", origin=LISTED[0], html=html) == codes


def test_all_faults_are_told_at_once() -> None:
    pasted = Pasted("x.example", "default-src 'self'", f"<script data-lang=en src={KOMEK}/widget/v1/loader.js>")
    assert [[finding.code for finding in part.found or ()] for part in check(pasted, OURS)] == [
        ["origin-unlisted"],
        ["script-src", "frame-src"],
        ["tag-waits", "value-word"],
    ]


@pytest.mark.parametrize(
    ("html", "read"),
    [
        ("<p title='>' Title=x>a<br/><B C>", [("p", {"title": ">"}), ("br", {}), ("b", {"c": ""})]),
        ("<a b=c/d e = 'f' g>", [("a", {"b": "c/d", "e": "f", "g": ""})]),
        ("<script>if (a<b) '<p>'</script ><i>", [("script", {}), ("i", {})]),
        ("<!-- <p> --><?php <b> ?><i x='&amp;&#39;'>", [("!--", {"text": " <p> "}), ("i", {"x": "&'"})]),
        ("<a href=", []),
        ("<a b='c", []),
        ("1 < 2 <", []),
        ("<p <a>", [("p", {"<a": ""})]),
    ],
)
def test_elements(html: str, read: list[tuple[str, dict[str, str]]]) -> None:
    assert [(each.name, dict(each.attributes)) for each in elements(html) if each.name != "?"] == read


@pytest.mark.parametrize(
    "part", ["<!--", "<a ", "<a b='", '<a b="', "<script>", "</", "<!", "<a b", "<a =", "<textarea><"]
)
def test_a_long_text_ends_as_soon_as_a_short_one(part: str) -> None:
    """What takes the square of the time would not end here: for "<!--" Python's own parser needs minutes."""
    assert len(list(elements(part * 100_000))) < 2 * 100_000


@pytest.mark.parametrize("lang", ["kk", "ru"])
def test_the_page_tells_the_tag_and_every_attribute(client: FlaskClient, lang: str) -> None:
    page = read_page(client.get(f"/{lang}/partners").text)
    assert page.find(id="snippet")[0].text == '<script async src="http://localhost/widget/v1/loader.js"></script>'
    fields = [field.attrs["name"] for field in page.find("form", id="tryout")[0].find() if "name" in field.attrs]
    assert fields == list(VALUES) == list(MEANING)
    assert page.find(id="found") == []


def told(page: Node) -> list[tuple[str, str]]:
    """Return what the check tells: its weight and the sentence."""
    return [(row.attrs["class"], row.find("span")[0].text) for row in page.find(id="found")[0].find("li")]


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "ru",
            [
                (
                    "stops",
                    "Сайта https://nowhere.example нет в списке. Попросите Фонд по номеру 1414 добавить его; до тех "
                    "пор посетители видят ссылку.",
                ),
                ("stops", "default-src не пропускает скрипт. Добавьте туда: http://localhost"),
                ("stops", "default-src не пропускает фрейм. Напишите: frame-src http://localhost"),
                ("worth", "Тегов: 2. Работает первый, остальные ничего не делают. Оставьте один."),
                ("worth", 'data-lang="en" не подходит. Выберите одно из: auto, kk, ru.'),
            ],
        ),
        (
            "kk",
            [
                (
                    "stops",
                    "Тізімде https://nowhere.example жоқ. Қосуды 1414 арқылы Қордан сұраңыз; оған дейін келушілер "
                    "чаттың орнына сілтеме көреді.",
                ),
                ("stops", "default-src скриптті өткізбейді. Сол жерге қосыңыз: http://localhost"),
                ("stops", "default-src фреймді өткізбейді. Былай жазыңыз: frame-src http://localhost"),
                (
                    "worth",
                    "Тег саны: 2. Біріншісі ғана жұмыс істейді, қалғандары ештеңе істемейді. Біреуін қалдырыңыз.",
                ),
                ("worth", 'data-lang="en" қабылданбайды. Мына мәндердің бірін таңдаңыз: auto, kk, ru.'),
            ],
        ),
    ],
)
def test_what_was_found_is_told_and_what_was_pasted_stays(
    client: FlaskClient, lang: str, sentences: list[tuple[str, str]]
) -> None:
    tag = '<script async src="http://localhost/widget/v1/loader.js" data-lang="en"></script>'
    typed = {"origin": "nowhere.example", "csp": "default-src 'self'", "html": f"\n<p>қ</p>\n{tag}{tag}"}
    response = client.post(f"/{lang}/partners", data=typed, content_type="multipart/form-data")
    page = read_page(response.text)
    assert (response.status_code, told(page)) == (200, sentences)
    assert page.find(id="origin")[0].attrs["value"] == "nowhere.example"
    kept = [part for field in page.find("textarea") for part in field.inside]
    assert kept == [f"\n{typed['html']}", f"\n{typed['csp']}"]  # a browser leaves the first new line out


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "kk",
            [
                ("stops", "Сайттың мекенжайын жазыңыз: Қор сайттарды сол бойынша қосады."),
                ("unseen", "Саясат қойылмады. Саясаты жоқ бет чатты өткізеді."),
                ("unseen", "Беттің HTML мәтіні қойылмады, сондықтан тег тексерілмеді."),
            ],
        ),
        (
            "ru",
            [
                ("stops", "Напишите адрес сайта: по нему Фонд добавляет сайты в список."),
                ("unseen", "Политика не вставлена. Страница без политики чат пропускает."),
                ("unseen", "HTML страницы не вставлен, поэтому тег не проверялся."),
            ],
        ),
    ],
)
def test_an_empty_form_is_told_what_to_write(client: FlaskClient, lang: str, sentences: list[tuple[str, str]]) -> None:
    assert told(read_page(client.post(f"/{lang}/partners", data={}).text)) == sentences


def test_a_page_that_is_right_is_told_so(content: Path, cache: Path, app: Flask) -> None:
    assert app
    settings = Settings(content=content, secret_key=KEY, cache=cache, widget_origins=LISTED, proxies=1)
    client = create_app(settings, lambda: TODAY).test_client()
    typed = {"origin": "clinic.example", "csp": f"default-src {KOMEK}", "html": TAG}
    page = read_page(client.post("/ru/partners", data=typed, base_url=KOMEK).text)
    assert told(page) == [
        ("good", "Сайт есть в списке."),
        ("good", "Политика пропускает и скрипт, и фрейм."),
        ("good", "Тег поставлен верно."),
    ]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("kk", "Мәтін тым ұзын. Беттің head бөлігін және тег тұрған жерін ғана қойыңыз."),
        ("ru", "Текст слишком длинный. Вставьте head страницы и место, где стоит тег."),
    ],
)
def test_a_whole_page_may_be_pasted_and_a_longer_text_is_refused_in_a_sentence(
    client: FlaskClient, lang: str, text: str
) -> None:
    fits = client.post(f"/{lang}/partners", data={"html": "<p>қ" * 80_000}, content_type="multipart/form-data")
    form = "application/x-www-form-urlencoded"
    longer = client.post(f"/{lang}/partners", data=b"html=" + b"a" * MOST, content_type=form)
    assert (fits.status_code, longer.status_code) == (200, 413)
    assert read_page(longer.text).find("p", class_="note")[0].text.startswith(text)
    assert read_page(longer.text).find("form", id="looked")[0].attrs["data-long"] == text


def test_nothing_that_was_pasted_is_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("komek.web").info("heard")
    client.post("/ru/partners", data={"origin": "secret.example", "html": "<p>secret", "csp": "secret"})
    assert "heard" in caplog.text
    assert "secret" not in caplog.text


def test_a_sentence_names_what_was_pasted_as_it_is() -> None:
    values = {"name": "{value}", "value": "{known}", "known": "a"}
    assert sentence(Finding("value-word", values), Lang.RU) == '{value}="{known}" не подходит. Выберите одно из: a.'


def test_a_code_has_one_weight() -> None:
    codes = [*STOPS, *WORTH, *GOOD, *UNSEEN]
    assert len(codes) == len(set(codes))
