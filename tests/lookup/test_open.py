"""The address of a registry: which provider it opens, and what is told of another one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lookup.guard import Guarded
from lookup.open import NO_PSYCOPG, open_provider, sqlite_folder
from tests.lookup.registry import ONE, RECORDS, SECRET, made


def test_sqlite(tmp_path: Path) -> None:
    made(tmp_path / "registry")
    provider = open_provider(f"sqlite:///{tmp_path}/registry", SECRET)
    assert provider.find(ONE) == RECORDS[ONE]
    provider.close()


@pytest.mark.parametrize("url", ["", "registry", "sqlite://registry", "mysql://name:password@host/db"])
def test_another_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(
        ValueError,
        match=r"^no registry is opened by this address; begin it with sqlite:///, https:// or postgresql://$",
    ):
        open_provider(url, SECRET)


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sqlite:///.registry", Path(".registry")),
        ("sqlite:////srv/registry", Path("/srv/registry")),
        ("https://registry", None),
        ("", None),
    ],
)
def test_the_folder_of_an_address(url: str, folder: Path | None) -> None:
    assert sqlite_folder(url) == folder


def test_what_is_asked_over_a_network_is_guarded() -> None:
    for url in ("https://registry.example", "http://127.0.0.1:1", "postgresql://127.0.0.1:1/db", "postgres://host/db"):
        provider = open_provider(url, SECRET)
        assert isinstance(provider, Guarded)
        provider.close()


def test_without_psycopg_postgresql_is_refused_in_a_sentence_and_the_rest_opens() -> None:
    code = """
import sys
sys.modules["psycopg"] = None  # as when it is not installed
from lookup.open import open_provider
open_provider("https://registry.example", b"").close()
try:
    open_provider("postgresql://host/db", b"x" * 32)
except ValueError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert (done.stdout, done.stderr) == (f"{NO_PSYCOPG}\n", "")
