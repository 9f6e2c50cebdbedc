"""Bad input over HTTP, one table for the page, the fragment and the API: the status, the reason, the sentence."""

from __future__ import annotations

import json
import logging
from datetime import date
from urllib.parse import quote

import pytest
from flask import Flask, has_request_context
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app import create_app
from app.settings import Settings
from app.web.problem import PROBLEMS
from tests.conftest import KEY, TODAY
from tests.web.page import conversation_of, draft_of, read_page, state_of, turns_of

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
FRAGMENT = {"X-Komek-Fragment": "1"}
SAID = {  # reason: status, Kazakh sentence, Russian sentence
    "text-empty": (
        422,
        "Сұрақ жазылмаған. Не білгіңіз келетінін жазыңыз.",
        "Вопрос пустой. Напишите, что Вы хотите узнать.",
    ),
    "text-too-long": (
        413,
        "Сұрақ тым ұзын. Негізгісін ғана қалдырыңыз, 1000 таңбаға дейін.",
        "Вопрос слишком длинный. Оставьте главное, до 1000 знаков.",
    ),
    "text-unreadable": (
        400,
        "Мәтіннің бір бөлігі оқылмады. Сұрағыңызды қайта теріңіз.",
        "Часть текста не удалось прочитать. Наберите вопрос ещё раз.",
    ),
    "text-missing": (
        400,
        "Сұрақты «text» өрісінде мәтін түрінде жіберіңіз.",
        "Отправьте вопрос текстом в поле «text».",
    ),
    "body-not-json": (
        400,
        'JSON нысанын жіберіңіз, мысалы {"text": "…"}.',
        'Отправьте объект JSON, например {"text": "…"}.',
    ),
    "body-too-large": (
        413,
        "Хабарлама тым үлкен. Сұрақты қысқартыңыз, 1000 таңбаға дейін.",
        "Сообщение слишком большое. Напишите короче, до 1000 знаков.",
    ),
    "lang-unknown": (400, "Қазақ (kk) немесе орыс (ru) тілін таңдаңыз.", "Выберите казахский (kk) или русский (ru)."),
    "conversation-bad": (
        400,
        "Алдыңғы әңгіме оқылмады. Сұрағыңызды қайта жіберіңіз: жаңа әңгіме басталады.",
        "Прежний разговор не удалось прочитать. Отправьте вопрос ещё раз: начнётся новый разговор.",
    ),
    "article-unknown": (404, "Мұндай мақала жоқ. Өз сөзіңізбен сұраңыз.", "Такой статьи нет. Спросите своими словами."),
    "page-unknown": (
        404,
        "Мұндай бет жоқ. Бірінші беттен көмекшіге сұрақ қойыңыз.",
        "Такой страницы нет. Задайте вопрос помощнику на первой странице.",
    ),
    "method-unknown": (405, "Бұл мекенжай мұндай сұрауды қабылдамайды.", "Этот адрес не принимает такой запрос."),
    "media-unknown": (
        415,
        "JSON-ды Content-Type: application/json деп жіберіңіз.",
        "Отправьте JSON с заголовком Content-Type: application/json.",
    ),
    "request-bad": (400, "Сұрауда қате бар. Қайталап көріңіз.", "С запросом что-то не так. Попробуйте ещё раз."),
    "answers-bad": (
        400,
        "Жауаптарды нысан түрінде жіберіңіз: қадам және оның мәтіні.",
        "Отправьте ответы объектом: шаг и его текст.",
    ),
    "iin-missing": (
        400,
        "Нөмірді «iin» өрісінде мәтін ретінде жіберіңіз.",
        "Пришлите номер текстом в поле «iin».",
    ),
    "iin-length": (
        422,
        "ЖСН-де 12 цифр болады, мұнда – {seen}. Жеке куәлікпен салыстырыңыз.",
        "В ИИН 12 цифр, а здесь {seen}. Сверьте с удостоверением личности.",
    ),
    "iin-digits": (
        422,
        "ЖСН 0-ден 9-ға дейінгі цифрлармен ғана жазылады.",
        "ИИН пишется только цифрами от 0 до 9.",
    ),
    "iin-control": (
        422,
        "Бір цифр қате сияқты. 12 цифрдың бәрін жеке куәлікпен салыстырыңыз.",
        "Похоже, одна цифра неверна. Сверьте все 12 цифр с удостоверением личности.",
    ),
    "iin-bin": (
        422,
        "Бұл – ұйымның БСН нөмірі. Адамның ЖСН-і жеке куәлікте жазылған.",
        "Это БИН организации. ИИН человека указан в удостоверении личности.",
    ),
    "answer-none": (
        422,
        "Әзірге ештеңе таңдалмады. Жауаптың бірін таңдаңыз.",
        "Пока ничего не выбрано. Выберите один из ответов.",
    ),
    "answer-unknown": (
        422,
        "Төмендегі жауаптардың ішінде мұндайы жоқ. Бірін таңдаңыз немесе нөмірін жазыңыз.",
        "Среди ответов ниже такого нет. Выберите один или напишите его номер.",
    ),
    "sum-unclear": (
        422,
        "Бір соманы цифрмен жазыңыз, мысалы: 250\u00a0000.",
        "Напишите одну сумму цифрами, например 250\u00a0000.",
    ),
    "sum-negative": (
        422,
        "Сома нөлден аз болмайды. Минуссыз жазыңыз.",
        "Сумма не бывает меньше нуля. Напишите её без минуса.",
    ),
    "sum-high": (
        422,
        "Бұл сома мына шектен асады: {high}\u00a0₸. Тағы бір тексеріп көріңіз.",
        "Это больше, чем {high}\u00a0₸. Проверьте сумму ещё раз.",
    ),
    "month-unclear": (
        422,
        "Бір айды жылымен бірге жазыңыз, мысалы: 11.2026.",
        "Напишите один месяц с годом, например 11.2026.",
    ),
    "month-out": (
        422,
        "Мұнда {least}\u00a0–\u00a0{most} аралығындағы ай керек.",
        "Здесь нужен месяц от {least} до {most}.",
    ),
    "text-short": (
        422,
        "Сәл толығырақ жазыңыз: кемінде {least} таңба.",
        "Напишите чуть подробнее: хотя бы {least} знаков.",
    ),
    "text-long": (422, "Ең маңыздысын қалдырыңыз: {most} таңбаға дейін.", "Оставьте главное: до {most} знаков."),
    "bin-length": (
        422,
        "БСН-де 12 цифр болады, мұнда – {seen}. Құжатпен салыстырыңыз.",
        "В БИН 12 цифр, а здесь {seen}. Сверьте с документом.",
    ),
    "bin-digits": (422, "БСН тек 0-ден 9-ға дейінгі цифрлардан тұрады.", "БИН пишут только цифрами от 0 до 9."),
    "bin-control": (
        422,
        "Бір цифр қате сияқты. БСН-нің 12 цифрын түгел салыстырыңыз.",
        "Похоже, одна цифра неверна. Сверьте все 12 цифр БИН.",
    ),
    "bin-is-iin": (422, "Бұл – адамның ЖСН-і. Ұйымның БСН-ін жазыңыз.", "Это ИИН человека. Напишите БИН организации."),
    "registry-off": (
        404,
        "Мұнда мәртебені тексеру мүмкін емес. 1414 нөміріне қоңырау шалыңыз немесе eGov-тан қараңыз.",
        "Здесь проверить статус нельзя. Позвоните 1414 или проверьте в eGov.",
    ),
    "limit-client": (
        429,
        "Сіздің желіңізден тексеру тым көп. {wait} өткен соң қайталаңыз немесе 1414 нөміріне қоңырау шалыңыз.",
        "С Вашего подключения слишком много проверок. Повторите через {wait} или позвоните 1414.",
    ),
    "limit-iin": (
        429,
        "Бұл нөмір тым жиі тексерілді. {wait} өткен соң қайталаңыз немесе 1414 нөміріне қоңырау шалыңыз.",
        "Этот номер проверяли слишком часто. Повторите через {wait} или позвоните 1414.",
    ),
    "limit-all": (
        429,
        "Қазір тексеріп жатқан адам өте көп. {wait} өткен соң қайталаңыз немесе 1414 нөміріне қоңырау шалыңыз.",
        "Сейчас проверяют очень многие. Повторите через {wait} или позвоните 1414.",
    ),
    "limit-without-work": (
        429,
        "JavaScript болмаса, мәртебе күніне бірнеше рет қана тексеріледі. {wait} өткен соң қайталаңыз немесе "
        "1414 нөміріне қоңырау шалыңыз.",
        "Без JavaScript статус можно проверить несколько раз в день. Повторите через {wait} или позвоните 1414.",
    ),
    "feedback-off": (
        404,
        "Мұнда жауапқа баға қоюға болмайды. Пікіріңізді 1414 нөміріне айтыңыз.",
        "Здесь оценить ответ нельзя. Расскажите о нём по номеру 1414.",
    ),
    "feedback-unknown": (
        400,
        "up деп немесе себебімен бірге down деп жіберіңіз: wrong, unclear, not-my-question, other.",
        "Отправьте up или down с причиной: wrong, unclear, not-my-question или other.",
    ),
    "feedback-limit": (
        429,
        "Сіздің желіңізден баға тым көп келді. {wait} өткен соң қайталаңыз.",
        "С Вашего подключения слишком много оценок. Повторите через {wait}.",
    ),
    "work-needed": (
        428,
        "«challenge» ішіндегі тапсырманы шешіп, шешімін «work» өрісінде жіберіңіз.",
        "Решите задачу из «challenge» и пришлите решение в поле «work».",
    ),
    "work-wrong": (
        400,
        "Браузеріңізді тексеру сәтсіз аяқталды. Қайталап көріңіз немесе 1414 нөміріне қоңырау шалыңыз.",
        "Проверка браузера не удалась. Попробуйте ещё раз или позвоните 1414.",
    ),
    "trouble": (
        500,
        "Қазір жауап бере алмадық. Бір минуттан кейін қайталаңыз немесе 1414 нөміріне қоңырау шалыңыз.",
        "Сейчас не удалось ответить. Попробуйте через минуту или позвоните по номеру 1414.",
    ),
}
LANGS = pytest.mark.parametrize("lang", ["kk", "ru"])


def sentence(reason: str, lang: str) -> str:
    """Return the sentence of a reason."""
    _, kk, ru = SAID[reason]
    return kk if lang == "kk" else ru


def problem_of(response: TestResponse, lang: str) -> tuple[int, str | None, str]:
    """Return the status, the media type and the reason of a problem, after its words have been checked."""
    problem = json.loads(response.get_data(as_text=True))
    assert list(problem) == ["type", "title", "status", "detail", "reason"]
    assert (problem["type"], problem["status"]) == (f"/api/docs#{problem['reason']}", response.status_code)
    assert (problem["detail"], response.headers["Content-Language"]) == (sentence(problem["reason"], lang), lang)
    return response.status_code, response.mimetype, problem["reason"]


def refused(reason: str) -> tuple[int, str, str]:
    """Return what problem_of tells of a reason."""
    return SAID[reason][0], "application/problem+json", reason


def test_every_reason_is_in_the_table() -> None:
    assert {reason: sort.status for reason, sort in PROBLEMS.items()} == {
        reason: status for reason, (status, _, _) in SAID.items()
    }


LETTERS = "я" * 1001
BAD_TEXT = {  # what is wrong: the text, the reason, what is kept in the field
    "empty": ("", "text-empty", ""),
    "spaces": ("   ", "text-empty", "   "),
    "no-break spaces": ("\u00a0\u3000", "text-empty", "\u00a0\u3000"),
    "zero width": ("\u200b\u200d\ufeff", "text-empty", "\u200b\u200d\ufeff"),
    "bidi controls": ("\u202e\u2066\u2069", "text-empty", "\u202e\u2066\u2069"),
    "1001 characters": (LETTERS, "text-too-long", LETTERS[:1000]),
    "1001 spaces": (" " * 1001, "text-too-long", " " * 1000),
    "5 000 combining marks": ("а" + "\u0301" * 5_000, "text-too-long", "а" + "\u0301" * 999),
    "a mark of what could not be decoded": ("сколько \ufffd", "text-unreadable", "сколько \ufffd"),
}
TEXTS = pytest.mark.parametrize(("text", "reason", "kept"), BAD_TEXT.values(), ids=BAD_TEXT)


@LANGS
@TEXTS
def test_bad_text_on_the_page(text: str, reason: str, kept: str, lang: str, client: FlaskClient) -> None:
    response = client.post(f"/{lang}/", data=f"text={quote(text)}", content_type=FORM)
    page = read_page(response.get_data(as_text=True))
    assert (response.status_code, state_of(page), draft_of(page), turns_of(page)) == (
        SAID[reason][0],
        sentence(reason, lang),
        kept,
        [],
    )


@LANGS
@TEXTS
def test_bad_text_of_the_script(text: str, reason: str, kept: str, lang: str, client: FlaskClient) -> None:
    response = client.post(f"/{lang}/", data=f"text={quote(text)}", content_type=FORM, headers=FRAGMENT)
    assert (problem_of(response, lang), len(kept) <= 1000) == (refused(reason), True)


@LANGS
@TEXTS
def test_bad_text_in_the_api(text: str, reason: str, kept: str, lang: str, client: FlaskClient) -> None:
    body = json.dumps({"text": text, "lang": lang}, ensure_ascii=False).encode()
    response = client.post("/api/v1/messages", data=body, content_type=JSON)
    assert (problem_of(response, lang), len(kept) <= 1000) == (refused(reason), True)


@LANGS
def test_a_nul_alone_is_an_empty_question_and_does_not_come_back(lang: str, client: FlaskClient) -> None:
    response = client.post(f"/{lang}/", data="text=%00%00", content_type=FORM)
    html = response.get_data(as_text=True)
    assert (response.status_code, state_of(read_page(html))) == (422, sentence("text-empty", lang))
    assert "\x00" not in html


@LANGS
def test_a_nul_between_words_parts_them(lang: str, client: FlaskClient) -> None:
    page = client.post(f"/{lang}/", data={"text": "сколько\x00платить за себя"}).get_data(as_text=True)
    answer = client.post("/api/v1/messages", json={"text": "сколько\x00платить за себя", "lang": lang})
    assert answer.json
    assert ([turn.asked for turn in turns_of(read_page(page))], "\x00" in page) == (["сколько платить за себя"], False)
    assert (answer.status_code, answer.json["reply"]["slug"]) == (200, "rate-self-payer")


@LANGS
@pytest.mark.parametrize("body", [b"text=%ff%fe", b"text=\xff\xfe", b"text=%D1%81%D0", b"text=%ed%a0%80"])
def test_broken_utf_8_in_the_form(body: bytes, lang: str, client: FlaskClient) -> None:
    response = client.post(f"/{lang}/", data=body, content_type=FORM)
    page = read_page(response.get_data(as_text=True))
    assert (response.status_code, state_of(page)) == (400, sentence("text-unreadable", lang))


LARGE = {"1 MB": b"a" * 1_048_576, "100 000 combining marks": "а".encode() + "\u0301".encode() * 100_000}


@LANGS
@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_a_body_that_is_too_large(text: bytes, lang: str, client: FlaskClient) -> None:
    response = client.post(f"/{lang}/", data=b"text=" + text, content_type=FORM)
    page = read_page(response.get_data(as_text=True))
    (main,) = page.find("main")
    assert (response.status_code, sentence("body-too-large", lang) in main.text) == (413, True)
    answer = client.post(f"/{lang}/", data=b"text=" + text, content_type=FORM, headers=FRAGMENT)
    assert problem_of(answer, lang) == refused("body-too-large")
    body = b'{"lang": "%s", "text": "%s"}' % (lang.encode(), text)
    answer = client.post("/api/v1/messages", data=body, content_type=JSON, headers={"Accept-Language": lang})
    assert problem_of(answer, lang) == refused("body-too-large")


BAD_VALUES = {
    "forged": "eyJhIjoxfQ.c2lnbmF0dXJl",
    "no signature": "abc",
    "overlong": "a" * 12_001,
    "not ASCII": "қазақша.әң",
    "a NUL": "\x00",
}


@LANGS
@pytest.mark.parametrize("value", BAD_VALUES.values(), ids=BAD_VALUES)
def test_a_bad_conversation(value: str, lang: str, client: FlaskClient) -> None:
    fields = {"text": "сколько платить", "conversation": value}
    response = client.post(f"/{lang}/", data=fields)
    page = read_page(response.get_data(as_text=True))
    assert (response.status_code, state_of(page), draft_of(page), conversation_of(page)) == (
        400,
        sentence("conversation-bad", lang),
        "сколько платить",
        "",
    )
    for answer in (
        client.post(f"/{lang}/", data=fields, headers=FRAGMENT),
        client.post("/api/v1/messages", json={**fields, "lang": lang}),
        client.post(f"/{lang}/", data={**fields, "do": "switch"}, headers=FRAGMENT),
    ):
        assert problem_of(answer, lang) == refused("conversation-bad")


@LANGS
def test_a_truncated_conversation(lang: str, client: FlaskClient) -> None:
    page = read_page(client.post(f"/{lang}/", data={"text": "сколько платить"}).get_data(as_text=True))
    value = conversation_of(page)
    for cut in (value[:-1], value[1:], value[: len(value) // 2], value + value):
        answer = client.post("/api/v1/messages", json={"text": "долг", "lang": lang, "conversation": cut})
        assert problem_of(answer, lang) == refused("conversation-bad")


BAD_JSON = {  # what is wrong: the body, the reason
    "nothing": (b"", "body-not-json"),
    "no JSON": (b"text=hi", "body-not-json"),
    "half": (b'{"text": "hi"', "body-not-json"),
    "an array": (b'["text"]', "body-not-json"),
    "a number": (b"5", "body-not-json"),
    "a string": (b'"text"', "body-not-json"),
    "null": (b"null", "body-not-json"),
    "NaN": (b"NaN", "body-not-json"),
    "nested deeply": (b"[" * 30_000, "body-not-json"),
    "an object nested deeply": (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "body-not-json"),
    "an object with a deep field": (b'{"text":"hi","x":' + b"[" * 10_000 + b"]" * 10_000 + b"}", "body-not-json"),
    "a number of 5000 digits": (b'{"text":"hi","n":' + b"9" * 5_000 + b"}", "body-not-json"),
    "broken UTF-8": (b'{"text": "\xff\xfe"}', "body-not-json"),
    "UTF-16": ('{"text": "hi"}'.encode("utf-16"), "body-not-json"),
    "no text": (b"{}", "text-missing"),
    "text null": (b'{"text": null}', "text-missing"),
    "text a number": (b'{"text": 5}', "text-missing"),
    "text true": (b'{"text": true}', "text-missing"),
    "text an array": (b'{"text": ["hi"]}', "text-missing"),
    "text an object": (b'{"text": {}}', "text-missing"),
    "a lone surrogate": (b'{"text": "\\ud800"}', "text-unreadable"),
    "a lone low surrogate": (b'{"text": "hi \\udc00 hi"}', "text-unreadable"),
    "surrogates the wrong way round": (b'{"text": "\\udc00\\ud800"}', "text-unreadable"),
    "only zero width": (b'{"text": "\\u200b"}', "text-empty"),
    "only NUL": (b'{"text": "\\u0000"}', "text-empty"),
    "an unknown language": (b'{"text": "hi", "lang": "en"}', "lang-unknown"),
    "no language": (b'{"text": "hi", "lang": ""}', "lang-unknown"),
    "a language in capitals": (b'{"text": "hi", "lang": "RU"}', "lang-unknown"),
    "a language that is a number": (b'{"text": "hi", "lang": 1}', "lang-unknown"),
    "a language that is an array": (b'{"text": "hi", "lang": ["ru"]}', "lang-unknown"),
    "a language that is an object": (b'{"text": "hi", "lang": {}}', "lang-unknown"),
    "a language that is a surrogate": (b'{"text": "hi", "lang": "\\ud800"}', "lang-unknown"),
    "a conversation that is a number": (b'{"text": "hi", "conversation": 5}', "conversation-bad"),
    "a conversation that is zero": (b'{"text": "hi", "conversation": 0}', "conversation-bad"),
    "a conversation that is false": (b'{"text": "hi", "conversation": false}', "conversation-bad"),
    "a conversation that is an empty array": (b'{"text": "hi", "conversation": []}', "conversation-bad"),
    "a conversation that is an array": (b'{"text": "hi", "conversation": ["a"]}', "conversation-bad"),
    "a conversation that is an object": (b'{"text": "hi", "conversation": {}}', "conversation-bad"),
    "a conversation that is a surrogate": (b'{"text": "hi", "conversation": "\\ud800"}', "conversation-bad"),
}


@LANGS
@pytest.mark.parametrize(("body", "reason"), BAD_JSON.values(), ids=BAD_JSON)
def test_bad_json(body: bytes, reason: str, lang: str, client: FlaskClient) -> None:
    response = client.post("/api/v1/messages", data=body, content_type=JSON, headers={"Accept-Language": lang})
    assert problem_of(response, lang) == refused(reason)


@LANGS
@pytest.mark.parametrize(
    "media", [None, "text/plain", FORM, "multipart/form-data; boundary=x", "application/xml", "json"]
)
def test_a_wrong_media_type_in_the_api(media: str | None, lang: str, client: FlaskClient) -> None:
    response = client.post(
        "/api/v1/messages", data=b'{"text": "hi"}', content_type=media, headers={"Accept-Language": lang}
    )
    assert problem_of(response, lang) == refused("media-unknown")


@LANGS
@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b'{"text": "hi"}', JSON),
        (b"text=hi", "text/plain"),
        (b"text=hi", None),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"--x\r\nbroken", "multipart/form-data"),
    ],
)
def test_a_wrong_media_type_on_the_page(body: bytes, media: str | None, lang: str, client: FlaskClient) -> None:
    response = client.post(f"/{lang}/", data=body, content_type=media)
    page = read_page(response.get_data(as_text=True))
    assert (response.status_code, state_of(page)) == (422, sentence("text-empty", lang))


@LANGS
@pytest.mark.parametrize(
    ("method", "path", "reason"),
    [
        ("GET", "/api/v1/messages", "method-unknown"),
        ("DELETE", "/api/v1/messages", "method-unknown"),
        ("POST", "/api/v1/articles", "method-unknown"),
        ("PATCH", "/api/v1/articles/rates", "method-unknown"),
        ("POST", "/api/v1/suggest", "method-unknown"),
        ("GET", "/api/v1/nope", "page-unknown"),
        ("GET", "/api/", "page-unknown"),
        ("GET", "/api/v1/articles/nope", "article-unknown"),
        ("GET", "/api/v1/articles/Rates", "article-unknown"),
        ("GET", "/api/v1/articles/choices", "article-unknown"),
        ("GET", "/api/v1/articles/%ff", "article-unknown"),
        ("GET", "/api/v1/articles?lang=en", "lang-unknown"),
        ("GET", "/api/v1/articles/rates?lang=", "lang-unknown"),
        ("GET", "/api/v1/suggest?q=a&lang=xx", "lang-unknown"),
    ],
)
def test_wrong_addresses_of_the_api(method: str, path: str, reason: str, lang: str, client: FlaskClient) -> None:
    response = client.open(path, method=method, headers={"Accept-Language": lang})
    assert problem_of(response, lang) == refused(reason)


@pytest.mark.parametrize(
    ("method", "path", "lang", "reason"),
    [
        ("GET", "/nope", "kk", "page-unknown"),
        ("GET", "/en/", "kk", "page-unknown"),
        ("GET", "/kk/nope", "kk", "page-unknown"),
        ("GET", "/ru/nope", "ru", "page-unknown"),
        ("GET", "/ru/help/", "ru", "page-unknown"),
        ("GET", "/ru/help/nope", "ru", "article-unknown"),
        ("GET", "/kk/help/nope", "kk", "article-unknown"),
        ("GET", "/kk/help/%ff", "kk", "article-unknown"),
        ("GET", "/static/nope.js", "kk", "page-unknown"),
        ("GET", "/static/../settings.py", "kk", "page-unknown"),
        ("GET", "/%00", "kk", "page-unknown"),
        ("POST", "/", "kk", "method-unknown"),
        ("POST", "/en/", "kk", "page-unknown"),
        ("PUT", "/ru/", "ru", "method-unknown"),
        ("DELETE", "/kk/", "kk", "method-unknown"),
        ("POST", "/ru/help/rates", "ru", "method-unknown"),
    ],
)
def test_wrong_addresses_of_pages(method: str, path: str, lang: str, reason: str, client: FlaskClient) -> None:
    with client.open(path, method=method) as response:
        page = read_page(response.get_data(as_text=True))
        (html,), (main,) = page.find("html"), page.find("main")
        told = response.status_code, response.mimetype, html.attrs["lang"], sentence(reason, lang) in main.text
    assert told == (SAID[reason][0], "text/html", lang, True)


@LANGS
@pytest.mark.parametrize("slug", ["nope", "", "../rates", "Rates", "\x00", "rates ", "a" * 2000])
def test_an_unknown_choice_on_the_page(slug: str, lang: str, client: FlaskClient) -> None:
    response = client.post(f"/{lang}/", data={"article": slug, "text": "черновик"})
    page = read_page(response.get_data(as_text=True))
    assert (response.status_code, state_of(page), draft_of(page)) == (
        404,
        sentence("article-unknown", lang),
        "черновик",
    )


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/ru/", "GET, HEAD, OPTIONS, POST"), ("/api/v1/messages", "OPTIONS, POST"), ("/healthz", "GET, HEAD, OPTIONS")],
)
def test_a_wrong_method_is_told_the_right_ones(path: str, allowed: str, client: FlaskClient) -> None:
    told = client.open(path, method="PATCH").headers["Allow"]
    assert ", ".join(sorted(told.split(", "))) == allowed


@pytest.mark.parametrize(
    ("headers", "body", "lang"),
    [
        ({"Accept-Language": "ru"}, {}, "ru"),
        ({"Accept-Language": "en"}, {}, "kk"),
        ({"Accept-Language": "ru"}, {"lang": "kk"}, "kk"),
        ({"Accept-Language": "kk"}, {"lang": "ru"}, "ru"),
        ({"Accept-Language": "ru"}, {"lang": "en"}, "ru"),
        ({}, {"lang": "ru"}, "ru"),
    ],
)
def test_a_refusal_speaks_the_language_of_the_request(
    headers: dict[str, str], body: dict[str, str], lang: str, client: FlaskClient
) -> None:
    response = client.post("/api/v1/messages", json=body, headers=headers)
    assert response.headers["Content-Language"] == lang


def _broken(app: Flask) -> FlaskClient:
    """Return a client of an application whose clock fails as soon as a request is served."""
    settings: Settings = app.extensions["komek.settings"]

    def today() -> date:
        if has_request_context():
            raise RuntimeError("the clock stands still")
        return TODAY

    broken = create_app(Settings(content=settings.content, secret_key=KEY, cache=settings.cache), today=today)
    broken.extensions["komek"]()
    return broken.test_client()


@LANGS
def test_what_nobody_foresaw_is_a_sentence_too(lang: str, app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    client = _broken(app)
    with caplog.at_level(logging.ERROR):
        response = client.get(f"/{lang}/")
        problem = client.post("/api/v1/messages", json={"text": "долг", "lang": lang})
    page = read_page(response.get_data(as_text=True))
    (main,) = page.find("main")
    assert (response.status_code, sentence("trouble", lang) in main.text) == (500, True)
    assert problem_of(problem, lang) == refused("trouble")
    told = [record.getMessage().split(" at ")[0] for record in caplog.records if record.name == "komek.web"]
    assert told == ["trouble in chat.page: RuntimeError", "trouble in api.messages: RuntimeError"]


TEXT = st.text(max_size=1000)
QUICK = settings(
    max_examples=100,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@QUICK
@given(text=TEXT)
def test_any_text_gets_an_answer_or_a_sentence_in_the_api(text: str, client: FlaskClient) -> None:
    response = client.post("/api/v1/messages", json={"text": text, "lang": "ru"})
    assert response.status_code in (200, 400, 422), text


@QUICK
@given(text=TEXT)
def test_any_text_gets_an_answer_or_a_sentence_on_the_page(text: str, client: FlaskClient) -> None:
    body = b"text=" + quote(text.encode("utf-8", "surrogatepass")).encode()
    response = client.post("/kk/", data=body, content_type=FORM)
    assert response.status_code in (200, 400, 422), text


@QUICK
@given(text=st.text(alphabet="абвеқіңөт0123456789 -.,'\u0301\u200b\u202e\x00{}<>&", max_size=200))
def test_any_mix_of_our_letters_gets_an_answer_or_a_sentence(text: str, client: FlaskClient) -> None:
    response = client.post("/api/v1/messages", json={"text": text, "lang": "kk"})
    assert response.status_code in (200, 422), text


@QUICK
@given(
    body=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["text", "lang", "conversation", "x"]), inner, max_size=4)
        ),
        max_leaves=8,
    )
)
def test_any_json_gets_an_answer_or_a_sentence(body: object, client: FlaskClient) -> None:
    response = client.post("/api/v1/messages", data=json.dumps(body), content_type=JSON)
    assert response.status_code in (200, 400, 422), body


@QUICK
@given(body=st.binary(max_size=300))
def test_any_bytes_get_an_answer_or_a_sentence(body: bytes, client: FlaskClient) -> None:
    told = [
        client.post("/ru/", data=b"text=" + body, content_type=FORM).status_code,
        client.post("/ru/", data=b"text=a&conversation=" + body, content_type=FORM).status_code,
        client.post("/api/v1/messages", data=body, content_type=JSON).status_code,
    ]
    assert [status for status in told if status not in (200, 400, 404, 422)] == []


@QUICK
@given(typed=TEXT)
def test_any_beginning_of_a_question_gets_suggestions(typed: str, client: FlaskClient) -> None:
    typed = typed.encode("utf-8", "replace").decode()
    response = client.get("/api/v1/suggest", query_string={"q": typed, "lang": "ru"})
    assert response.json
    assert (response.status_code, len(response.json["suggestions"]) <= 5) == (200, True)
