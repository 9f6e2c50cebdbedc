"""Settings from the environment; a wrong one is told in a sentence that says what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import create_app
from app.settings import BadSettings, Settings
from tests.small import CONTENT

RANDOM = "0123456789abcdef0123456789abcdef"
NO_REGISTRY = (
    "REGISTRY begins with none of sqlite:///, https://, http://, postgresql://, postgres://; "
    "write e.g. sqlite:///var/registry"
)
NO_FEEDBACK = "FEEDBACK names no sqlite:/// and file; write e.g. sqlite:///var/feedback.db"
NO_ORIGIN = "WIDGET_ORIGINS has '{}'; write whole origins with spaces between, e.g. https://clinic.example"
NO_LIMITS = "LIMITS begins with none of sqlite:///, redis://, rediss://; write e.g. sqlite:///var/limits.db"


def test_all_from_the_environment(tmp_path: Path) -> None:
    environ = {
        "HOST": "0.0.0.0",  # noqa: S104 - read, not listened on
        "PORT": "8080",
        "CONTENT": str(tmp_path),
        "CACHE": str(tmp_path / "cache"),
        "SECRET_KEY": RANDOM,
        "REGISTRY": "sqlite:///registry",
        "REGISTRY_KEY": RANDOM[::-1],
        "HOME": "/nowhere",
    }
    assert Settings.from_env(environ) == Settings(
        host="0.0.0.0",  # noqa: S104 - read, not listened on
        port=8080,
        content=tmp_path,
        secret_key=RANDOM,
        cache=tmp_path / "cache",
        registry="sqlite:///registry",
        registry_key=RANDOM[::-1],
    )


def test_nothing_from_the_environment() -> None:
    settings = Settings.from_env({})
    assert (settings.host, settings.port, settings.content, settings.cache) == (
        "127.0.0.1",
        8000,
        CONTENT,
        CONTENT.parent / ".cache",
    )


def test_a_key_of_its_own_is_made_each_time() -> None:
    keys = {Settings.from_env({}).secret_key, Settings.from_env({"SECRET_KEY": ""}).secret_key}
    assert sorted(map(len, keys)) == [64, 64]


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"PORT": ""}, "PORT is ''; write a number from 1 to 65535, e.g. PORT=8000"),
        ({"PORT": "http"}, "PORT is 'http'; write a number from 1 to 65535, e.g. PORT=8000"),
        ({"PORT": "0"}, "PORT is '0'; write a number from 1 to 65535, e.g. PORT=8000"),
        ({"PORT": "65536"}, "PORT is '65536'; write a number from 1 to 65535, e.g. PORT=8000"),
        ({"PORT": "-1"}, "PORT is '-1'; write a number from 1 to 65535, e.g. PORT=8000"),
        ({"PORT": "80.5"}, "PORT is '80.5'; write a number from 1 to 65535, e.g. PORT=8000"),
        ({"PORT": "٨٠٠٠"}, "PORT is '٨٠٠٠'; write a number from 1 to 65535, e.g. PORT=8000"),
        ({"PORT": "²"}, "PORT is '²'; write a number from 1 to 65535, e.g. PORT=8000"),
        ({"CONTENT": "/no/such"}, "CONTENT is '/no/such', and there is no such folder; name the folder of articles"),
        ({"CONTENT": __file__}, f"CONTENT is '{__file__}', and there is no such folder; name the folder of articles"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters; write 32 random ones or more"),
        ({"REGISTRY_KEY": "k" * 31}, "REGISTRY_KEY has 31 characters; write 32 random ones or more"),
        (
            {"REGISTRY": "sqlite:///registry"},
            "REGISTRY is set without REGISTRY_KEY; write the key that the registry was built with",
        ),
        (
            {"REGISTRY": "postgresql://registry"},
            "REGISTRY is set without REGISTRY_KEY; write the key that the registry was built with",
        ),
        (
            {"REGISTRY": "postgres://registry", "REGISTRY_KEY": ""},
            "REGISTRY is set without REGISTRY_KEY; write the key that the registry was built with",
        ),
        ({"REGISTRY": "ftp://registry"}, NO_REGISTRY),
        ({"REGISTRY": "var/registry", "REGISTRY_KEY": RANDOM}, NO_REGISTRY),
        ({"REGISTRY": "sqlite://registry", "REGISTRY_KEY": RANDOM}, NO_REGISTRY),
        (
            {"REGISTRY_CA": "/no/such.pem"},
            "REGISTRY_CA is '/no/such.pem', and there is no such file; name the certificate of the registry",
        ),
        (
            {"REGISTRY_CA": "/"},
            "REGISTRY_CA is '/', and there is no such file; name the certificate of the registry",
        ),
        ({"LOOKUP_DETAIL": ""}, "LOOKUP_DETAIL is ''; write months, or status to tell the status alone"),
        ({"LOOKUP_DETAIL": "all"}, "LOOKUP_DETAIL is 'all'; write months, or status to tell the status alone"),
        ({"LIMITS": "limits.db"}, NO_LIMITS),
        ({"LIMITS": "memcached://limits"}, NO_LIMITS),
        ({"FEEDBACK": "feedback.db"}, NO_FEEDBACK),
        ({"FEEDBACK": "sqlite:///"}, NO_FEEDBACK),
        ({"FEEDBACK": "sqlite://feedback.db"}, NO_FEEDBACK),
        ({"FEEDBACK": "redis://feedback"}, NO_FEEDBACK),
        ({"WORKERS": "0"}, "WORKERS is '0'; write a number from 1 to 64"),
        ({"WORKERS": "65"}, "WORKERS is '65'; write a number from 1 to 64"),
        ({"WORKERS": ""}, "WORKERS is ''; write a number from 1 to 64"),
        ({"WORKERS": "²"}, "WORKERS is '²'; write a number from 1 to 64"),
        ({"PROXIES": "-1"}, "PROXIES is '-1'; write a number from 0 to 64"),
        ({"PROXIES": "one"}, "PROXIES is 'one'; write a number from 0 to 64"),
        ({"PROXIES": "65"}, "PROXIES is '65'; write a number from 0 to 64"),
        ({"SECRET_KEY": "k" * 31}, "SECRET_KEY has 31 characters; write 32 random ones or more"),
        ({"WIDGET": "no"}, "WIDGET is 'no'; write on, or off to take the chat off all other sites"),
        ({"WIDGET_ORIGINS": "https://a.example/"}, NO_ORIGIN.format("https://a.example/")),
        ({"WIDGET_ORIGINS": "https://a.example *"}, NO_ORIGIN.format("*")),
        ({"WIDGET_ORIGINS": "https://*.example"}, NO_ORIGIN.format("https://*.example")),
        ({"WIDGET_ORIGINS": "http://a.example"}, NO_ORIGIN.format("http://a.example")),
        ({"WIDGET_ORIGINS": "https://a.example;script-src"}, NO_ORIGIN.format("https://a.example;script-src")),
        ({"WIDGET_ORIGINS": "a.example"}, NO_ORIGIN.format("a.example")),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(environ: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadSettings) as raised:
        Settings.from_env(environ)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("environ", "read"),
    [
        ({"REGISTRY": "sqlite:///var/registry", "REGISTRY_KEY": RANDOM}, {"registry": "sqlite:///var/registry"}),
        ({"REGISTRY": "postgresql://db/people", "REGISTRY_KEY": RANDOM}, {"registry": "postgresql://db/people"}),
        ({"REGISTRY": "postgres://db/people", "REGISTRY_KEY": RANDOM}, {"registry": "postgres://db/people"}),
        ({"REGISTRY": "https://registry.example/v1"}, {"registry": "https://registry.example/v1"}),
        ({"REGISTRY": "http://127.0.0.1:9000"}, {"registry": "http://127.0.0.1:9000"}),
        ({"REGISTRY": ""}, {"registry": ""}),
        ({"REGISTRY_KEY": RANDOM}, {"registry_key": RANDOM}),
        ({"REGISTRY_TOKEN": "a token"}, {"registry_token": "a token"}),
        ({"REGISTRY_CA": __file__}, {"registry_ca": Path(__file__)}),
        ({"REGISTRY_CA": ""}, {"registry_ca": None}),
        ({"LOOKUP_DETAIL": "months"}, {"lookup_detail": "months"}),
        ({"LOOKUP_DETAIL": "status"}, {"lookup_detail": "status"}),
        ({"WIDGET": "off"}, {"widget": False}),
        ({"WIDGET_ORIGINS": ""}, {"widget_origins": ()}),
        (
            {"WIDGET_ORIGINS": "https://a.example, http://localhost:8001  http://127.0.0.1"},
            {"widget_origins": ("https://a.example", "http://localhost:8001", "http://127.0.0.1")},
        ),
        (
            {"DEMO": "1", "PORT": "9000"},
            {"widget_origins": ("http://localhost:9001", "http://127.0.0.1:9001"), "demo": True, "port": 9000},
        ),
        ({"DEMO": "1", "WIDGET_ORIGINS": ""}, {"widget_origins": (), "demo": True}),
        ({"LIMITS": "sqlite:////var/limits.db"}, {"limits": "sqlite:////var/limits.db"}),
        ({"LIMITS": "redis://127.0.0.1:6379/1"}, {"limits": "redis://127.0.0.1:6379/1"}),
        ({"LIMITS": "rediss://counters.example"}, {"limits": "rediss://counters.example"}),
        ({"WORKERS": "1"}, {"workers": 1}),
        ({"WORKERS": "64"}, {"workers": 64}),
        ({"PROXIES": "0"}, {"proxies": 0}),
        ({"PROXIES": "2"}, {"proxies": 2}),
        ({"DEMO": "1"}, {"demo": True}),
        ({"DEMO": "0"}, {"demo": False}),
        ({"DEMO": ""}, {"demo": False}),
        ({"FEEDBACK": "sqlite:///var/feedback.db"}, {"feedback": Path("var/feedback.db")}),
        ({"FEEDBACK": "sqlite:////var/feedback.db"}, {"feedback": Path("/var/feedback.db")}),
        ({"FEEDBACK": ""}, {"feedback": None}),
        ({}, {"feedback": None}),
    ],
)
def test_what_is_set_is_read(environ: dict[str, str], read: dict[str, object]) -> None:
    settings = Settings.from_env(environ)
    assert {name: getattr(settings, name) for name in read} == read


def test_nothing_from_the_environment_looks_nothing_up() -> None:
    settings = Settings.from_env({"SECRET_KEY": RANDOM})
    assert settings == Settings(secret_key=RANDOM)
    assert (settings.registry, settings.lookup_detail, settings.limits, settings.workers, settings.proxies) == (
        "",
        "months",
        "",
        1,
        0,
    )


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (
            "http://registry.example",
            "the registry's address begins with https://; http:// is for this machine alone, 127.0.0.1",
        ),
        (
            "https://name:secret@registry.example",
            "write the registry's address like https://registry.example/v1, without a name or a question",
        ),
    ],
)
def test_an_address_that_no_registry_is_opened_by_is_told_before_anybody_asks(
    address: str, sentence: str, tmp_path: Path
) -> None:
    app = create_app(Settings.from_env({"REGISTRY": address, "CACHE": str(tmp_path)}))
    with pytest.raises(BadSettings) as raised:
        app.extensions["komek"]()
    assert str(raised.value) == f"REGISTRY cannot be opened: {sentence}"
