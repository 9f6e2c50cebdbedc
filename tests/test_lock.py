"""The locks: every dependency pinned with its hashes, and no address of a registry anywhere in the project."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt")
SKIPPED = {
    ".git",
    ".venv",
    ".cache",
    "node_modules",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "__pycache__",
    "test-results",
}  # left behind by tools
# parts of the hosts that packages come from; written apart, so that this file names none
HOSTS = [
    name.replace(" ", "")
    for name in (
        "py pi", "python hosted", "npm js", "yarn pkg", "crates .io", "ruby gems", "js delivr", "un pkg", "cdn js",
        "ana conda", "artifact ory", "nex us",
    )
]  # fmt: skip
ADDRESS = re.compile(r"://[^\s/\"'<>]*(?:" + "|".join(map(re.escape, HOSTS)) + ")", re.IGNORECASE)
OPTION = re.compile(r"--(?:index-url|extra-index-url|find-links|trusted-host|default-index)|^index-url", re.MULTILINE)


def files() -> list[Path]:
    """Return every file of the project, those that tools leave behind left out."""
    return sorted(
        path for path in ROOT.rglob("*") if path.is_file() and not SKIPPED & set(path.relative_to(ROOT).parts)
    )


def pinned(name: str) -> dict[str, tuple[str, int]]:
    """Return package → version and number of hashes of a lock."""
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8").strip())
    found = [re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]+\])?==([^\s;\\]+)", entry) for entry in entries]
    assert [entry for entry, match in zip(entries, found, strict=True) if not match] == []
    return {
        match[1].lower().replace("_", "-"): (match[2], entry.count("--hash=sha256:"))
        for entry, match in zip(entries, found, strict=True)
        if match
    }


def wanted(requirements: list[str]) -> set[str]:
    """Return the names of requirements."""
    return {re.split(r"[<>=!~;\[ ]", requirement)[0].lower().replace("_", "-") for requirement in requirements}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert ("://" in text, OPTION.findall(text), " @ " in text) == (False, [], False)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_its_hashes(name: str) -> None:
    packages = pinned(name)
    assert [package for package, (_, hashes) in packages.items() if hashes == 0] == []
    assert len(packages) >= 10


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    run, dev = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert wanted(project["project"]["dependencies"]) - run.keys() == set()
    assert wanted(project["dependency-groups"]["dev"]) - dev.keys() == set()
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def test_the_project_names_no_registry() -> None:
    found = []
    for path in files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {address}" for address in ADDRESS.findall(text)]
    assert found == []


@pytest.mark.parametrize(("at", "seen"), [(0, True), (1, True), (2, True)])
def test_a_registry_is_seen(at: int, seen: bool) -> None:
    assert bool(ADDRESS.search(f'index = "https://mirror.{HOSTS[at]}.org/simple"')) is seen


@pytest.mark.parametrize("text", ["https://adilet.zan.kz/rus", "https://msqory.kz", "pip install", "a: b"])
def test_another_address_is_none(text: str) -> None:
    assert ADDRESS.search(text) is None


def test_the_walk_sees_the_project() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in files()}
    assert {"pyproject.toml", "Makefile", "requirements.txt", "app/__init__.py", "content/rates.yaml"} - names == set()


def test_no_file_tells_the_machine_it_was_made_on() -> None:
    marks = [f"/{name}/".replace(" ", "") for name in ("wo rk", "ro ot", "tmp/ k")]
    found = [
        f"{path.relative_to(ROOT)}: {mark}" for path in files() for mark in marks if mark.encode() in path.read_bytes()
    ]
    assert found == []


def test_tools_for_scripts_are_pinned_with_hashes_and_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text("utf-8")
    tools = {name: each for name, each in json.loads(text)["packages"].items() if name}
    assert len(tools) > 1
    assert [name for name, each in tools.items() if not each["integrity"].startswith("sha512-")] == []
    assert "://" not in text
