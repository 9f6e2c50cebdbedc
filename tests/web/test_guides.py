"""Guides over HTTP as plain forms: every move, bad input, a question in between, the link, the program's door."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from app.dialogue.conversation import unsign
from app.dialogue.decision import Progress
from app.dialogue.guides.all import GUIDES
from app.model import Lang
from lookup.iin import MASK
from tests.conftest import KEY
from tests.registry import DEBT, ODD, WORKS
from tests.web.page import Node, Turn, conversation_of, read_page, state_of, turns_of

LANGS = pytest.mark.parametrize("lang", Lang)
OTHERS = [name for name in GUIDES if name != "status"]
WHO = {Lang.KK: "Осылардың қайсысы Сізге сай келеді?", Lang.RU: "Что из этого про Вас?"}
INCOME = {Lang.KK: "Айлық табысыңыз қанша?", Lang.RU: "Какой у Вас доход в месяц?"}


class Talk:
    """A conversation with guides through plain forms."""

    def __init__(self, client: FlaskClient, lang: Lang = Lang.RU) -> None:
        self.client, self.lang, self.value = client, lang, ""
        self.page = Node("", {})

    def get(self, path: str) -> Talk:
        """Open a page."""
        return self._shown(self.client.get(path).get_data(as_text=True))

    def form(self, name: str, status: int = 200, **fields: str | list[str]) -> Talk:
        """Send the form of a guide."""
        return self._sent(f"/{self.lang}/guide/{name}", status, fields)

    def say(self, text: str, status: int = 200) -> Talk:
        """Send a message."""
        return self._sent(f"/{self.lang}/", status, {"text": text})

    def press(self, slug: str) -> Talk:
        """Choose an article or a guide."""
        return self._sent(f"/{self.lang}/", 200, {"article": slug, "text": ""})

    def switch(self) -> Talk:
        """Switch the language."""
        self.lang = self.lang.other
        return self._sent(f"/{self.lang}/", 200, {"do": "switch", "text": ""})

    @property
    def last(self) -> Turn:
        """Return the newest turn."""
        return turns_of(self.page)[-1]

    @property
    def progress(self) -> Progress | None:
        """Return how far the guide of the newest turn is."""
        return unsign(conversation_of(self.page), KEY)[-1].decision.progress

    @property
    def asked(self) -> list[str]:
        """Return the steps whose forms can be filled in now."""
        return [field.attrs["value"] for field in self.page.find("input", name="step")]

    @property
    def wrong(self) -> list[str]:
        """Return what is told beside the fields."""
        return [node.text for node in self.page.find("p", class_="wrong") if node.text]

    @property
    def title(self) -> str:
        """Return the title of the newest reply."""
        return self.page.find("section", class_="turn")[-1].find("h2")[0].text

    def given(self) -> list[tuple[str, str]]:
        """Return the answers that can be changed: the step and the words."""
        rows = [row for form in self.page.find("form", class_="given") for row in form.find("dd")]
        buttons = [(row.find("button"), row) for row in rows]
        return [(found[0].attrs["value"], str(row.inside[0]).strip()) for found, row in buttons if found]

    def _sent(self, path: str, status: int, fields: dict[str, str | list[str]]) -> Talk:
        response = self.client.post(path, data={**fields, "conversation": self.value})
        assert response.status_code == status
        return self._shown(response.get_data(as_text=True))

    def _shown(self, html: str) -> Talk:
        self.page = read_page(html)
        self.value = conversation_of(self.page)
        return self


@pytest.fixture
def talk(client: FlaskClient) -> Talk:
    """Return a conversation in Russian."""
    return Talk(client)


@LANGS
@pytest.mark.parametrize("name", OTHERS)
def test_each_guide_has_a_page(client: FlaskClient, lang: Lang, name: str) -> None:
    talk = Talk(client, lang).get(f"/{lang}/guide/{name}")
    (turn,) = turns_of(talk.page)
    assert (turn.lang, turn.kind, len(talk.asked), talk.wrong, state_of(talk.page)) == (str(lang), "guide", 1, [], "")
    (form,) = talk.page.find("form", class_="guide")
    assert (form.attrs["method"], form.attrs["action"]) == ("post", f"/{lang}/guide/{name}#end")
    assert (turn.asked, talk.progress) != ("", None)


@LANGS
def test_a_guide_from_its_first_question_to_the_result(client: FlaskClient, lang: Lang) -> None:
    talk = Talk(client, lang).get(f"/{lang}/guide/calculator")
    assert (talk.title, talk.asked) == (WHO[lang], ["who"])
    talk.form("calculator", step="who", answer="employee")
    assert (talk.title, talk.asked) == (INCOME[lang], ["income"])
    talk.form("calculator", step="income", answer="400 мың")
    assert (talk.asked, [step for step, _ in talk.given()]) == ([], ["who", "income"])
    assert "8\u00a0000\u00a0₸" in talk.last.reply
    assert talk.last.asked == "400\u00a0000\u00a0₸"
    links = [link.attrs["href"] for form in talk.page.find("form", class_="given") for link in form.find("a")]
    assert links == [f"/{lang}/guide/calculator/calculator-employee"]


def test_a_typed_answer_works_as_well_as_a_button(talk: Talk) -> None:
    talk.get("/ru/guide/calculator").say("работаю")
    assert (talk.asked, talk.last.asked) == (["income"], "работаю")
    talk.say("екі жүз елу мың теңге")
    assert talk.given()[1] == ("income", "250\u00a0000\u00a0₸")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-5", "sum-negative"),
        ("10^15", "sum-high"),
        ("много", "sum-unclear"),
        ("", "answer-none"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_kept(talk: Talk, typed: str, sentence: str) -> None:
    talk.get("/ru/guide/calculator").form("calculator", step="who", answer="employee")
    before = len(turns_of(talk.page))
    talk.form("calculator", 422, step="income", answer=typed)
    (field,) = talk.page.find("input", name="answer")
    assert (field.attrs["value"], field.attrs["aria-invalid"], len(turns_of(talk.page))) == (typed, "true", before)
    reply = talk.client.post(
        "/ru/guide/calculator",
        data={"step": "income", "answer": typed, "conversation": talk.value},
        headers={"X-Komek-Fragment": "1"},
    )
    problem = json.loads(reply.get_data(as_text=True))
    assert (reply.status_code, problem["reason"], talk.wrong) == (422, sentence, [problem["detail"]])


def test_an_answer_that_is_none_of_the_choices(talk: Talk) -> None:
    talk.get("/ru/guide/calculator").form("calculator", 422, step="who", answer="king")
    assert (len(talk.wrong), talk.asked) == (1, ["who"])


def test_what_is_typed_and_not_understood_is_told_in_the_form(talk: Talk) -> None:
    talk.get("/ru/guide/calculator").form("calculator", step="who", answer="employee")
    talk.say("много", 422)
    (field,) = talk.page.find("input", name="answer")
    assert (field.attrs["value"], len(talk.wrong), talk.asked) == ("много", 1, ["income"])


def test_back_change_over_and_leave(talk: Talk) -> None:
    talk.get("/ru/guide/calculator").form("calculator", step="who", answer="employee")
    talk.form("calculator", do="back")
    assert (talk.asked, talk.last.asked) == (["who"], "")
    picked = talk.page.find("button", class_="picked")
    assert [button.attrs["value"] for button in picked] == ["employee"]
    talk.form("calculator", step="who", answer="contract").form("calculator", step="income", answer="100000")
    assert [step for step, _ in talk.given()] == ["who", "income"]
    talk.form("calculator", change="who")
    assert talk.asked == ["who"]
    talk.form("calculator", step="who", answer="employee")  # the income still holds
    assert talk.given() == [("who", "Работаю по найму"), ("income", "100\u00a0000\u00a0₸")]
    talk.form("calculator", do="over")
    assert (talk.asked, talk.progress) == (["who"], Progress("calculator"))
    talk.form("calculator", step="who", answer="employee").form("calculator", do="leave")
    assert (talk.asked, talk.progress, talk.last.kind) == ([], None, "greeting")
    talk.press("calculator-guide")  # come back where it was left
    assert (talk.asked, talk.given()) == (["income"], [("who", "Работаю по найму")])


def test_the_language_is_switched_in_the_middle_and_at_the_end(talk: Talk) -> None:
    talk.get("/ru/guide/calculator").form("calculator", step="who", answer="employee").switch()
    assert (talk.title, talk.asked) == (INCOME[Lang.KK], ["income"])
    talk.form("calculator", step="income", answer="400000").switch()
    assert talk.given() == [("who", "Работаю по найму"), ("income", "400\u00a0000\u00a0₸")]
    assert {turn.lang for turn in turns_of(talk.page)} == {"ru"}


def test_a_question_in_the_middle_is_answered_and_the_guide_goes_on(talk: Talk) -> None:
    talk.get("/ru/guide/calculator").form("calculator", step="who", answer="employee")
    talk.say("куда жаловаться на поликлинику?")
    assert (talk.last.kind, talk.asked) == ("answer", ["income"])
    talk.say("400 тысяч")
    assert talk.given()[1] == ("income", "400\u00a0000\u00a0₸")


def test_an_emergency_in_the_middle_says_what_to_do_and_nothing_else(talk: Talk) -> None:
    talk.get("/ru/guide/calculator").say("мама не дышит помогите")
    assert (talk.last.kind, talk.asked) == ("emergency", [])


def test_an_old_form_sent_again_changes_its_answer(talk: Talk) -> None:
    talk.get("/ru/guide/calculator").form("calculator", step="who", answer="employee")
    talk.form("calculator", step="who", answer="self-payer")
    assert talk.given() == [("who", "Не работаю, плачу за себя сам")]
    talk.form("calculator", step="nowhere", answer="x")
    assert talk.given() == [("who", "Не работаю, плачу за себя сам")]


@LANGS
def test_the_link_to_a_result_holds_nothing_of_a_person(client: FlaskClient, lang: Lang) -> None:
    for name in OTHERS:
        for slug in GUIDES[name].texts.outcomes:
            talk = Talk(client, lang).get(f"/{lang}/guide/{name}/{slug}")
            assert (talk.last.kind, talk.asked, talk.given()) == ("guide", [], [])
            assert "{{" not in talk.last.reply
            entries = [button.attrs["value"] for button in talk.page.find("button", name="article")]
            assert GUIDES[name].texts.entry in entries


@pytest.mark.parametrize(
    "path", ["/ru/guide/nothing", "/ru/guide/calculator/nothing", "/ru/guide/calculator/plan-guide"]
)
def test_no_such_guide_or_result(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, "Чтобы" in response.get_data(as_text=True)) == (404, False)


def test_messages_that_lead_into_a_guide(client: FlaskClient) -> None:
    talk = Talk(client).say("посчитай сколько мне платить с 350 тысяч")
    assert (talk.asked, talk.progress) == (["who"], Progress("calculator", (("income", "350000"),)))
    talk.form("calculator", step="who", answer="employee")
    assert talk.given() == [("who", "Работаю по найму"), ("income", "350\u00a0000\u00a0₸")]


def test_an_article_has_the_way_into_its_guide(talk: Talk) -> None:
    talk.press("rate-employee")
    entries = [button.attrs["value"] for button in talk.page.find("button", class_="choice")]
    assert "calculator-guide" in entries
    talk.press("calculator-guide")
    assert (talk.asked, talk.last.asked) == (["who"], "Рассчитать взнос")


def test_a_number_of_a_person_in_own_words_is_hidden(talk: Talk) -> None:
    talk.get("/ru/guide/calculator").say(f"{WORKS} работаю")
    assert WORKS not in talk.page.text
    assert all(WORKS not in turn.text for turn in unsign(talk.value, KEY))


def test_a_number_of_a_person_in_a_wrong_field_is_not_put_into_the_page_again(talk: Talk) -> None:
    talk.get("/ru/guide/calculator").form("calculator", step="who", answer="employee")
    talk.form("calculator", 422, step="income", answer=WORKS)
    (field,) = talk.page.find("input", name="answer")
    assert (field.attrs["value"], WORKS in str(talk.page)) == (MASK, False)


def test_what_is_asked_of_a_number_in_the_middle_is_not_lost(registered: FlaskClient) -> None:
    for typed, slug in ((ODD, "status-doubt"), (f"{WORKS} и {DEBT}", "status-several"), (WORKS, "status-paid")):
        talk = Talk(registered).get("/ru/guide/calculator").say(typed)
        assert unsign(talk.value, KEY)[-1].decision.slugs == (slug,)
        assert (talk.asked, talk.progress) == ([], None)


def test_only_a_step_of_the_guide_can_be_changed(talk: Talk) -> None:
    talk.get("/ru/guide/calculator").form("calculator", step="who", answer="self-payer")
    talk.form("calculator", change=WORKS)
    assert (talk.progress, talk.given()) == (
        Progress("calculator", (("who", "self-payer"),)),
        [("who", "Не работаю, плачу за себя сам")],
    )


def test_the_door_for_programs(client: FlaskClient) -> None:
    def ask(status: int = 200, **body: object) -> dict[str, object]:
        response = client.post("/api/v1/guides/calculator", json={"lang": "ru", **body})
        assert response.status_code == status
        return dict(response.get_json())

    first = ask()
    assert (first["answers"], first["reply"]["slug"]) == ({}, "calculator-who")  # type: ignore[index]
    done = ask(answers={"who": "работаю", "income": "400 мың"})
    assert done["answers"] == {"who": "employee", "income": "400000"}
    assert ask(answers={"income": "400 мың", "who": "работаю"}) == done  # in whatever order
    assert done["reply"]["slug"] == "calculator-employee"  # type: ignore[index]
    assert ask(422, answers={"who": "employee", "income": "-5"})["reason"] == "sum-negative"
    assert ask(400, answers=["who"])["reason"] == "answers-bad"
    assert ask(400, answers={"who": 5})["reason"] == "answers-bad"
    response = client.post("/api/v1/guides/status", json={"answers": {}})
    assert (response.status_code, response.get_json()["reason"]) == (404, "page-unknown")
