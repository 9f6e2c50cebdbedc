"""The address of a registry: which provider it opens, and what is told of another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from lookup.open import open_provider, sqlite_folder
from tests.lookup.registry import ONE, RECORDS, SECRET, made


def test_sqlite(tmp_path: Path) -> None:
    made(tmp_path / "registry")
    provider = open_provider(f"sqlite:///{tmp_path}/registry", SECRET)
    assert provider.find(ONE) == RECORDS[ONE]
    provider.close()


@pytest.mark.parametrize("url", ["", "registry", "sqlite://registry", "mysql://name:password@host/db"])
def test_another_address_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match=r"^no registry is opened by this address; begin it with sqlite:///$"):
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
