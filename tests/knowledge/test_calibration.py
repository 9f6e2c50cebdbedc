"""How sure a match is: the file of coefficients, and every fault of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.knowledge.calibration import read_calibration
from app.knowledge.fault import FaultError

CURE = "run 'flask content calibrate'"


@pytest.fixture(scope="session")
def text(content: Path) -> str:
    """Return the file of the real content."""
    return (content / "calibration.json").read_text("utf-8")


def test_the_real_file(text: str) -> None:
    calibration, tree = read_calibration(text), json.loads(text)
    assert (calibration.answer, calibration.choices) == (tree["bands"]["answer"], tree["bands"]["choices"])


@pytest.mark.parametrize("broken", ["", "{", "[]", "null", "{}", '{"features": {}, "none": {}, "bands": {}}'])
def test_a_file_that_cannot_be_read(broken: str) -> None:
    with pytest.raises(FaultError) as raised:
        read_calibration(broken)
    start, cure = raised.value.message.split(" (")[0], raised.value.message.split("); ")[-1]
    assert (raised.value.line, start, cure) == (1, "cannot be read", CURE)


def test_coefficients_of_other_features_are_told(text: str) -> None:
    tree = json.loads(text)
    name = next(iter(tree["features"]))
    tree["features"] = {"colour": 1.0} | {key: value for key, value in tree["features"].items() if key != name}
    with pytest.raises(FaultError) as raised:
        read_calibration(json.dumps(tree))
    assert raised.value.message == f"cannot be read ('{name}'); {CURE}"


@pytest.mark.parametrize("key", ["answer", "choices"])
@pytest.mark.parametrize("bound", [0, -0.1, 1.1])
def test_bounds_stand_between_0_and_1(key: str, bound: float, text: str) -> None:
    tree = json.loads(text)
    tree["bands"][key] = bound
    with pytest.raises(FaultError) as raised:
        read_calibration(json.dumps(tree))
    assert raised.value.message == f"the bounds of the bands stand between 0 and 1; {CURE}"
