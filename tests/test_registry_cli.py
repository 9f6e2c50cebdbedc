"""flask registry …: what it prints, the exit code, and that no number is ever shown whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from app import clock, create_app
from app.settings import Settings
from lookup.demo import PEOPLE
from tests.conftest import KEY
from tests.lookup.database import Database
from tests.lookup.registry import ABSENT, HEADER, LINES, ONE, TWO, files_of, names, write
from tests.lookup.server import LAPSED, Server
from tests.small import CONTENT

Run = Callable[..., Result]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with a registry that is not there yet."""
    return Settings(content=CONTENT, secret_key=KEY, registry=f"sqlite:///{tmp_path}/registry", registry_key=KEY)


@pytest.fixture
def run(settings: Settings) -> Run:
    """Return a function that runs `flask registry …`."""

    def ran(*words: str | Path, typed: str | None = None, settings: Settings = settings) -> Result:
        runner = create_app(settings).test_cli_runner()
        return runner.invoke(args=["registry", *map(str, words)], input=typed)

    return ran


@pytest.fixture
def built(run: Run, tmp_path: Path) -> Path:
    """Return the folder of a registry of three people."""
    source = write(tmp_path / "people.csv", *LINES)
    assert run("build", source, "--out", tmp_path / "registry", "--as-of", "2026-11-22").exit_code == 0
    return tmp_path / "registry"


def test_build(run: Run, tmp_path: Path) -> None:
    source = write(tmp_path / "people.csv", *LINES, f"{ABSENT},yes,,,\n", f"{ONE},1,,,\n", f"{TWO[:11]}3,1,,,\n")
    words = ("--out", tmp_path / "registry", "--as-of", "2026-11-22", "--rejects", tmp_path / "rejects.csv")
    result = run("build", source, *words)
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "registry-000001.db serves: 3 people, as of 2026-11-22",
            "left out: 1 duplicate",
            "left out: 1 hard:control_digit",
            "left out: 1 insured",
        ],
    )
    assert (tmp_path / "rejects.csv").read_text().splitlines() == [
        "line,reason",
        "5,insured",
        "7,hard:control_digit",
        "6,duplicate of line 2",
    ]
    assert names(tmp_path / "registry") == files_of(1)


def test_build_is_of_today_unless_told(run: Run, tmp_path: Path) -> None:
    result = run("build", write(tmp_path / "people.csv", *LINES), "--out", tmp_path / "registry")
    assert result.stdout.splitlines()[-1] == f"registry-000001.db serves: 3 people, as of {clock.today()}"


def test_build_tells_what_is_wrong(run: Run, built: Path, tmp_path: Path) -> None:
    half = write(tmp_path / "half.csv", LINES[0])
    result = run("build", half, "--out", built)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        1,
        "Error: 1 people instead of 3: more than 5 % are missing, as in half a file. "
        "If this is right, build again with --allow-shrink.",
    )
    assert run("build", half, "--out", built, "--allow-shrink").exit_code == 0
    half.write_text(HEADER.replace(",", ";"))
    result = run("build", half, "--out", built)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        1,
        "Error: half.csv: the first line of the file must be: iin,insured,until,paid,state",
    )


def test_verify(run: Run, built: Path) -> None:
    good = "registry-000001.db  good\nserves: 3 people, as of 2026-11-22\n"
    assert [(run(*words).exit_code, run(*words).stdout) for words in (("verify",), ("verify", built))] == [
        (0, good)
    ] * 2
    (built / "registry-000001.db").write_bytes(b"rubbish")
    result = run("verify")
    assert (result.exit_code, result.stdout, result.stderr.splitlines()[-1]) == (
        1,
        "registry-000001.db  registry-000001.db is not as it was built: its SHA-256 differs\n",
        "Error: none of them serves",
    )


def test_verify_tells_a_broken_one_that_does_not_serve(run: Run, built: Path, tmp_path: Path) -> None:
    assert run("build", tmp_path / "people.csv", "--out", built, "--as-of", "2026-11-23").exit_code == 0
    (built / "registry-000001.db").write_bytes(b"rubbish")
    result = run("verify")
    assert (result.exit_code, result.stdout.splitlines()) == (
        1,
        [
            "registry-000001.db  registry-000001.db is not as it was built: its SHA-256 differs",
            "registry-000002.db  good",
            "serves: 3 people, as of 2026-11-23",
        ],
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            ONE,
            [
                "••••••••4685",
                "as of    2026-11-22",
                "insured  yes, until 2026-12-31",
                "paid     2026-01..2026-03 2026-05",
                "state    -",
            ],
        ),
        ("161121 219502", ["••••••••9502", "as of    2026-11-22", "insured  no", "paid     -", "state    2020-01"]),
        (ABSENT, [f"••••••••{ABSENT[-4:]}", "not in the registry"]),
    ],
)
@pytest.mark.usefixtures("built")
def test_show(typed: str, told: list[str], run: Run) -> None:
    result = run("show", typed=f"{typed}\n")
    assert (result.exit_code, result.stdout.splitlines()[-len(told) :]) == (0, told)
    assert typed not in result.output


def test_show_asks_a_registry_behind_http_with_its_token_and_without_a_key(run: Run, settings: Settings) -> None:
    server = Server()
    server.start()
    behind = replace(settings, registry=server.url, registry_key="", registry_token="a token")  # noqa: S106 - of a test
    result = run("show", typed=f"{LAPSED}\n", settings=behind)
    server.stop()
    assert (result.exit_code, result.stdout.splitlines()[-3]) == (0, "insured  no")
    assert server.asked[0][1]["Authorization"] == "Bearer a token"


@pytest.mark.usefixtures("built")
def test_show_refuses_what_is_no_number(run: Run) -> None:
    result = run("show", typed="580208174686\n")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        1,
        "Error: this is no number of a person: 12 digits, the last of them fitting the others",
    )
    assert "580208174686" not in result.output


def test_show_takes_no_number_from_the_command_line(run: Run) -> None:
    result = run("show", ONE)
    assert (result.exit_code, "Got unexpected extra argument" in result.stderr) == (2, True)


def test_show_without_a_registry(run: Run, settings: Settings) -> None:
    result = run("show", typed=f"{ONE}\n")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        1,
        "Error: the registry gives no answer: CURRENT cannot be read: build a registry first",
    )
    result = run("show", typed=f"{ONE}\n", settings=replace(settings, registry=""))
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        1,
        "Error: REGISTRY: no registry is opened by this address; begin it with sqlite:///, https:// or postgresql://",
    )


@pytest.mark.parametrize("words", [("show",), ("verify", "."), ("demo", "--out", "nowhere")])
def test_without_a_key_nothing_is_done(words: tuple[str, ...], run: Run, settings: Settings) -> None:
    result = run(*words, settings=replace(settings, registry_key=""))
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        1,
        "Error: REGISTRY_KEY is not set; write the 32 random characters or more that you keep",
    )


def test_demo(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "registry"
    first = run("demo", "--out", place)
    assert (first.exit_code, first.stdout) == (0, f"registry-000001.db serves: 8 people, as of {clock.today()}\n")
    again = run("demo", "--out", place)
    assert (again.exit_code, again.output, names(place)) == (0, "", files_of(1))
    more = run("demo", "--out", place, "--people", "100")
    assert (more.exit_code, more.stdout) == (0, f"registry-000002.db serves: 108 people, as of {clock.today()}\n")
    less = run("demo", "--out", place)
    assert (less.exit_code, names(place)) == (0, files_of(1, 2, 3))
    told = {person.label: run("show", typed=f"{person.iin}\n").stdout.splitlines()[-1] for person in PEOPLE}
    assert (told["unknown"], told["never-paid"]) == ("not in the registry", "state    -")


def test_demo_spares_a_registry_that_is_none(run: Run, built: Path, settings: Settings) -> None:
    for given in (settings, replace(settings, registry_key=KEY[::-1])):
        result = run("demo", "--out", built, settings=given)
        assert (result.exit_code, result.stderr.splitlines()[-1]) == (
            1,
            f"Error: {built} holds another registry, or one of another key; name another folder",
        )


@pytest.mark.parametrize("command", ["build", "verify", "show", "demo"])
def test_every_command_has_help_with_an_example(command: str, run: Run) -> None:
    result = run(command, "--help")
    assert (result.exit_code, f"Example: flask --app app registry {command}" in result.output) == (0, True)


def test_build_into_postgresql_and_show(run: Run, tmp_path: Path, database: Database, settings: Settings) -> None:
    source = write(tmp_path / "people.csv", *LINES, f"{ABSENT},yes,,,\n")
    result = run("build", source, "--out", database.url, "--as-of", "2026-11-22")
    told = ["komek_people serves: 3 people, as of 2026-11-22", "left out: 1 insured"]
    assert (result.exit_code, result.stdout.splitlines()) == (0, told)
    there = replace(settings, registry=database.url)
    shown = run("show", typed=ONE, settings=there)
    assert (shown.exit_code, "insured  yes, until 2026-12-31" in shown.stdout.splitlines()) == (0, True)
    again = run("build", write(tmp_path / "people.csv", LINES[0]), "--out", database.url)
    assert (again.exit_code, again.stderr.splitlines()[-1].startswith("Error: 1 people instead of 3")) == (1, True)
