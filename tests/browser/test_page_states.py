"""What the page tells when things go wrong: a clear sentence, the draft kept, what is lost sent once more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from app.dialogue.conversation import unsign
from tests.browser.conftest import SUGGEST, Chat, Open, Watch, refused, title
from tests.conftest import KEY

pytestmark = pytest.mark.browser

START = 1_800_000_000_000  # ms: any moment; the clock of the page stands still there until a test moves it
OFFLINE = {
    "ru": "Нет связи. Ваш вопрос сохранён: отправьте его снова, когда связь появится.",
    "kk": "Байланыс жоқ. Сұрағыңыз сақталды: байланыс қалпына келгенде қайта жіберіңіз.",
}
ONLINE = {"ru": "Связь восстановлена.", "kk": "Байланыс қалпына келді."}
LOST = {
    "ru": "Связь прервалась. Ваш вопрос сохранён, отправляю его ещё раз…",
    "kk": "Байланыс үзілді. Сұрағыңыз сақталды, қазір қайта жіберіледі…",
}
KEPT = {
    "ru": "Нет связи. Ваш вопрос сохранён: он отправится сам, когда связь появится.",
    "kk": "Байланыс жоқ. Сұрағыңыз сақталды: байланыс қалпына келгенде өзі жіберіледі.",
}
TROUBLE = {
    "ru": "Сейчас не удалось ответить. Ваш вопрос сохранён: попробуйте через минуту или позвоните по номеру 1414.",
    "kk": "Қазір жауап бере алмадық. Сұрағыңыз сақталды: бір минуттан кейін қайталаңыз немесе 1414 нөміріне қоңырау "
    "шалыңыз.",
}
SLOW = {
    "ru": "Ответ слишком долго не приходит. Ваш вопрос сохранён: попробуйте ещё раз.",
    "kk": "Жауап кешігіп жатыр. Сұрағыңыз сақталды: қайталап көріңіз.",
}
WAITING = {"ru": "Ищу ответ…", "kk": "Жауап ізделуде…"}
AGAIN = {"ru": "Повторить", "kk": "Қайталау"}
HELLO = {"ru": "привет", "kk": "сәлем"}
LANGS = pytest.mark.parametrize("lang", ["ru", "kk"])
CUT = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED"
FAILED = "Failed to load resource: net::ERR_FAILED"
MOMENT = 2000  # ms until a lost message goes again
Refuse = Callable[[Route], None]


@pytest.fixture
def open_quiet(open_chat: Open) -> Open:
    """Return a function that opens a page without suggestions and with a clock that stands still."""

    def opened(path: str) -> Chat:
        chat = open_chat("about:blank")
        chat.page.route(SUGGEST, lambda route: route.fulfill(json={"suggestions": []}))
        chat.page.clock.install(time=START)
        chat.page.goto(path)
        chat.page.clock.pause_at(START + 1000)
        return chat

    return opened


def told(chat: Chat, sentence: str, retry: str = "") -> None:
    """Wait until the line of state says this and no more, with this button or none."""
    expect(chat.state).to_have_text(sentence + retry)
    assert chat.state.get_by_role("button").all_inner_texts() == ([retry] if retry else [])


def cut(route: Route) -> None:
    """Let the network fail."""
    route.abort()


def first_time(act: Refuse) -> Refuse:
    """Return a handler that does this to the first message and lets the others pass."""
    left = [act]

    def handle(route: Route) -> None:
        (left.pop() if left else Route.continue_)(route)

    return handle


@LANGS
def test_message_lost_offline_is_sent_when_the_connection_is_back(open_quiet: Open, watch: Watch, lang: str) -> None:
    watch.expected = [CUT]
    chat = open_quiet(f"/{lang}/")
    chat.page.context.set_offline(True)
    told(chat, OFFLINE[lang])
    chat.send(HELLO[lang])
    told(chat, KEPT[lang], AGAIN[lang])
    chat.page.clock.run_for(10 * MOMENT)
    assert (chat.field.input_value(), chat.turns.count(), watch.posts()) == (HELLO[lang], 0, 1)
    chat.page.context.set_offline(False)
    told(chat, LOST[lang])
    reply = chat.replied(lambda: chat.page.clock.run_for(MOMENT))
    assert reply.get_attribute("class") == "reply greeting"
    told(chat, "")
    chat.page.clock.run_for(10 * MOMENT)
    assert (chat.field.input_value(), chat.turns.count(), watch.posts()) == ("", 1, 2)


@LANGS
def test_lost_message_is_kept_and_sent_once_more(open_quiet: Open, watch: Watch, lang: str) -> None:
    watch.expected = [FAILED]
    chat = open_quiet(f"/{lang}/")
    chat.page.route(f"**/{lang}/", first_time(cut))
    chat.send(HELLO[lang])
    told(chat, LOST[lang])
    chat.page.clock.run_for(MOMENT - 1)
    assert (chat.field.input_value(), chat.turns.count(), watch.posts()) == (HELLO[lang], 0, 1)
    chat.replied(lambda: chat.page.clock.run_for(1))
    told(chat, "")
    assert (chat.field.input_value(), chat.turns.count(), watch.posts()) == ("", 1, 2)


@LANGS
def test_message_lost_twice_waits_for_a_press(open_quiet: Open, watch: Watch, lang: str) -> None:
    watch.expected = [FAILED, FAILED]
    chat = open_quiet(f"/{lang}/")
    chat.page.route(f"**/{lang}/", cut)
    chat.send(HELLO[lang])
    told(chat, LOST[lang])
    chat.page.clock.run_for(MOMENT)
    told(chat, TROUBLE[lang], AGAIN[lang])
    chat.page.clock.run_for(10 * MOMENT)
    assert (chat.field.input_value(), chat.turns.count(), watch.posts()) == (HELLO[lang], 0, 2)
    chat.page.unroute(f"**/{lang}/")
    chat.press(chat.state.get_by_role("button"))
    assert (chat.field.input_value(), chat.turns.count(), watch.posts()) == ("", 1, 3)


def test_message_that_arrived_is_not_there_twice(open_quiet: Open, watch: Watch) -> None:
    watch.expected = [FAILED]
    chat = open_quiet("/ru/")
    chat.ask("привет")
    arrived: list[tuple[str | None, str]] = []

    def answer(route: Route) -> None:
        response = route.fetch()
        arrived.append((route.request.post_data, response.text()))
        if len(arrived) == 1:
            route.abort()  # the reply is lost, not the message
        else:
            route.fulfill(response=response)

    chat.page.route("**/ru/", answer)
    chat.send("спасибо")
    told(chat, LOST["ru"])
    chat.replied(lambda: chat.page.clock.run_for(MOMENT))
    held = unsign(chat.page.locator("input[name=conversation]").first.input_value(), KEY)
    assert (len(arrived), len(set(arrived))) == (2, 1)
    assert (chat.asked(), [turn.text for turn in held]) == (["привет", "спасибо"], ["привет", "спасибо"])


@pytest.mark.parametrize("act", ["Enter", "button"])
def test_press_while_a_lost_message_waits_sends_it_alone(open_quiet: Open, watch: Watch, act: str) -> None:
    watch.expected = [CUT]
    chat = open_quiet("/ru/")
    chat.page.context.set_offline(True)
    told(chat, OFFLINE["ru"])
    chat.send("привет")
    told(chat, KEPT["ru"], AGAIN["ru"])
    button = chat.state.get_by_role("button")
    held: list[Route] = []
    chat.page.route("**/ru/", first_time(held.append))  # what is pressed is on its way when the connection comes
    chat.field.press("Enter") if act == "Enter" else button.click()
    told(chat, "")
    chat.page.context.set_offline(False)
    told(chat, ONLINE["ru"], AGAIN["ru"])
    button.click()
    chat.page.clock.run_for(10 * MOMENT // 2)
    chat.replied(held[0].continue_)
    told(chat, "")
    chat.page.clock.run_for(10 * MOMENT)
    assert (chat.asked(), watch.posts()) == (["привет"], 2)


def test_message_that_is_changed_while_it_waits_is_the_persons_again(open_quiet: Open, watch: Watch) -> None:
    watch.expected = [FAILED]
    chat = open_quiet("/ru/")
    chat.page.route("**/ru/", first_time(cut))
    chat.send("привет")
    told(chat, LOST["ru"])
    chat.field.fill("привет, а ск")
    chat.page.clock.run_for(MOMENT)
    told(chat, ONLINE["ru"], AGAIN["ru"])
    assert (chat.field.input_value(), chat.turns.count(), watch.posts()) == ("привет, а ск", 0, 1)


def test_connection_that_goes_while_a_lost_message_waits(open_quiet: Open, watch: Watch) -> None:
    watch.expected = [FAILED]
    chat = open_quiet("/ru/")
    chat.page.route("**/ru/", first_time(cut))
    chat.send("привет")
    told(chat, LOST["ru"])
    chat.page.context.set_offline(True)
    told(chat, KEPT["ru"], AGAIN["ru"])
    chat.page.clock.run_for(MOMENT)
    assert watch.posts() == 1
    chat.page.context.set_offline(False)
    told(chat, LOST["ru"])
    chat.replied(lambda: chat.page.clock.run_for(MOMENT))
    assert (chat.turns.count(), watch.posts()) == (1, 2)


def test_choice_is_sent_once_more_and_the_draft_stays(open_quiet: Open, watch: Watch) -> None:
    watch.expected = [CUT]
    chat = open_quiet("/ru/")
    chat.field.fill("я ещё")
    chat.page.context.set_offline(True)
    told(chat, OFFLINE["ru"])
    door = chat.page.locator(".doors button").first
    label = door.inner_text()
    door.click()
    told(chat, KEPT["ru"], AGAIN["ru"])
    chat.field.fill("я ещё пишу")
    chat.page.context.set_offline(False)
    told(chat, LOST["ru"])
    reply = chat.replied(lambda: chat.page.clock.run_for(MOMENT))
    assert title(reply) == label
    assert (chat.field.input_value(), chat.turns.count(), watch.posts()) == ("я ещё пишу", 1, 2)


def test_answer_to_a_guide_is_sent_once_more(open_quiet: Open, watch: Watch) -> None:
    watch.expected = [FAILED]
    chat = open_quiet("/ru/guide/calculator")
    chat.page.route("**/ru/guide/calculator", first_time(cut))
    chat.page.locator("form.guide button.choice").first.click()
    told(chat, LOST["ru"])
    chat.replied(lambda: chat.page.clock.run_for(MOMENT))
    assert (chat.turns.count(), watch.posts()) == (2, 2)


def test_what_may_hold_a_number_waits_for_a_press(open_quiet: Open, watch: Watch) -> None:
    watch.expected = [FAILED]
    chat = open_quiet("/ru/")
    chat.page.route("**/ru/", first_time(cut))
    chat.send("зарплата 123 456")
    told(chat, TROUBLE["ru"], AGAIN["ru"])
    chat.page.clock.run_for(10 * MOMENT)
    assert (chat.field.input_value(), chat.turns.count(), watch.posts()) == ("зарплата 123 456", 0, 1)


def test_connection_comes_back_before_anything_is_asked(open_quiet: Open) -> None:
    chat = open_quiet("/kk/")
    chat.page.context.set_offline(True)
    told(chat, OFFLINE["kk"])
    chat.page.context.set_offline(False)
    told(chat, ONLINE["kk"])


def test_answered_choice_is_not_offered_again(open_quiet: Open) -> None:
    chat = open_quiet("/ru/")
    chat.press(chat.page.locator(".doors button").first)
    chat.page.context.set_offline(True)
    told(chat, OFFLINE["ru"])
    chat.page.context.set_offline(False)
    told(chat, ONLINE["ru"])


@pytest.mark.parametrize(
    ("lang", "status", "words", "body", "sentence"),
    [
        (
            "ru",
            500,
            "Internal Server Error",
            '{"detail": "Не удалось. Позвоните 1414."}',
            "Не удалось. Позвоните 1414.",
        ),
        ("kk", 502, "Bad Gateway", "<h1>Bad Gateway</h1>", TROUBLE["kk"]),
        ("ru", 503, "Service Unavailable", "{}", TROUBLE["ru"]),
    ],
)
def test_server_fails(
    open_quiet: Open, watch: Watch, lang: str, status: int, words: str, body: str, sentence: str
) -> None:
    watch.expected = [refused(status, words)]
    chat = open_quiet(f"/{lang}/")
    chat.page.route(f"**/{lang}/", first_time(lambda route: route.fulfill(status=status, body=body)))
    chat.send(HELLO[lang])
    told(chat, sentence, AGAIN[lang])
    chat.page.clock.run_for(10 * MOMENT)
    assert (chat.field.input_value(), chat.turns.count()) == (HELLO[lang], 0)
    chat.press(chat.state.get_by_role("button"))
    assert (chat.field.input_value(), chat.turns.count(), watch.posts()) == ("", 1, 2)


@pytest.mark.parametrize(
    ("lang", "headers", "sentence"),
    [
        ("ru", {"Retry-After": "7"}, "Слишком много вопросов сразу. Повторите через столько секунд: 7"),
        ("kk", {}, "Бірден тым көп сұрақ келді. Қайталау уақыты, секунд: 10"),
    ],
)
def test_too_many_questions(open_quiet: Open, watch: Watch, lang: str, headers: dict[str, str], sentence: str) -> None:
    watch.expected = [refused(429, "Too Many Requests")]
    chat = open_quiet(f"/{lang}/")
    chat.page.route(f"**/{lang}/", first_time(lambda route: route.fulfill(status=429, headers=headers, body="")))
    chat.send(HELLO[lang])
    seconds = int(headers.get("Retry-After", "10"))
    told(chat, sentence, f"{AGAIN[lang]} · {seconds}")
    chat.page.clock.run_for(1000)
    told(chat, sentence, f"{AGAIN[lang]} · {seconds - 1}")
    assert (chat.field.input_value(), chat.turns.count()) == (HELLO[lang], 0)
    assert chat.state.get_by_role("button").is_disabled()
    chat.page.clock.run_for(1000 * seconds)
    told(chat, sentence, AGAIN[lang])
    chat.press(chat.state.get_by_role("button"))
    assert (chat.field.input_value(), chat.turns.count(), watch.posts()) == ("", 1, 2)


def test_answer_that_is_no_turn(open_quiet: Open) -> None:
    chat = open_quiet("/ru/")
    chat.page.route("**/ru/", first_time(lambda route: route.fulfill(body="<h1>Wi-Fi</h1>", content_type="text/html")))
    chat.send("привет")
    told(chat, TROUBLE["ru"], AGAIN["ru"])
    assert (chat.field.input_value(), chat.turns.count()) == ("привет", 0)


@LANGS
def test_answer_hangs(open_quiet: Open, watch: Watch, lang: str) -> None:
    chat = open_quiet(f"/{lang}/")
    held: list[Route] = []
    chat.page.route(f"**/{lang}/", first_time(held.append))
    chat.send(HELLO[lang])
    chat.page.clock.run_for(14_999)
    told(chat, WAITING[lang])
    chat.page.clock.run_for(1)
    told(chat, SLOW[lang], AGAIN[lang])
    chat.page.clock.run_for(10 * MOMENT)
    assert (chat.field.input_value(), chat.turns.count()) == (HELLO[lang], 0)
    chat.press(chat.state.get_by_role("button"))
    assert (chat.field.input_value(), chat.turns.count(), watch.posts()) == ("", 1, 2)


@LANGS
def test_slow_answer_is_waited_for(open_quiet: Open, lang: str) -> None:
    chat = open_quiet(f"/{lang}/")
    held: list[Route] = []
    chat.page.route(f"**/{lang}/", first_time(held.append))
    send = chat.page.locator("#send")
    chat.send(HELLO[lang])
    chat.page.clock.run_for(299)
    told(chat, "")
    chat.page.clock.run_for(1)
    told(chat, WAITING[lang])
    assert (send.is_disabled(), chat.page.locator("#composer").get_attribute("aria-busy")) == (True, "true")
    assert chat.replied(held[0].continue_).get_attribute("class") == "reply greeting"
    told(chat, "")
    assert (send.is_disabled(), chat.page.locator("#composer").get_attribute("aria-busy")) == (False, None)


def test_second_press_while_waiting_sends_nothing(open_quiet: Open, watch: Watch) -> None:
    chat = open_quiet("/ru/")
    held: list[Route] = []
    chat.page.route("**/ru/", first_time(held.append))
    chat.send("привет")
    chat.field.press("Enter")
    chat.page.locator(".doors button").first.click()
    chat.page.clock.run_for(300)
    told(chat, WAITING["ru"])
    chat.replied(held[0].continue_)
    assert (chat.turns.count(), watch.posts()) == (1, 1)


def test_what_is_typed_while_waiting_is_kept(open_quiet: Open) -> None:
    chat = open_quiet("/ru/")
    held: list[Route] = []
    chat.page.route("**/ru/", first_time(held.append))
    chat.send("привет")
    chat.page.clock.run_for(300)
    told(chat, WAITING["ru"])
    chat.field.fill("и ещё вопрос")
    chat.replied(held[0].continue_)
    assert chat.field.input_value() == "и ещё вопрос"


def test_draft_is_kept_when_a_choice_is_answered(open_quiet: Open) -> None:
    chat = open_quiet("/ru/")
    chat.field.fill("я ещё пишу")
    chat.press(chat.page.locator(".doors button").first)
    assert chat.field.input_value() == "я ещё пишу"


def test_beginning_is_kept_when_its_suggestion_fails(open_chat: Open, watch: Watch) -> None:
    watch.expected = [FAILED, FAILED]
    chat = open_chat("/ru/")
    chat.page.route("**/ru/", cut)
    chat.field.fill("долг")
    chat.page.get_by_role("option").first.click()
    told(chat, TROUBLE["ru"], AGAIN["ru"])
    assert chat.field.input_value() == "долг"


def test_empty_question_is_not_sent(open_quiet: Open, watch: Watch) -> None:
    chat = open_quiet("/ru/")
    chat.send("   ")
    chat.page.locator("#send").click()
    assert (chat.turns.count(), watch.posts(), chat.state.inner_text()) == (0, 0, "")


def test_broken_conversation_begins_anew(open_quiet: Open, watch: Watch) -> None:
    watch.expected = [refused(400, "BAD REQUEST")]
    chat = open_quiet("/kk/")
    chat.page.locator("input[name=conversation]").evaluate("field => { field.value = 'forged'; }")
    chat.send("сәлем")
    told(chat, "Алдыңғы әңгіме оқылмады. Сұрағыңызды қайта жіберіңіз: жаңа әңгіме басталады.")
    assert chat.field.input_value() == "сәлем"
    chat.replied(lambda: chat.field.press("Enter"))
    told(chat, "")
    assert chat.turns.count() == 1
