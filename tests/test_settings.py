"""Settings from the environment; a wrong one is told in a sentence that says what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import BadSettings, Settings
from tests.small import CONTENT

RANDOM = "0123456789abcdef0123456789abcdef"


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
        ({"SECRET_KEY": "k" * 31}, "SECRET_KEY has 31 characters; write 32 random ones or more"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(environ: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadSettings) as raised:
        Settings.from_env(environ)
    assert str(raised.value) == sentence
