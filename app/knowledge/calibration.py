"""How sure a match is: a conditional logit over the candidates and "none of them", with fitted coefficients.

The coefficients stand in content/calibration.json, fitted by `flask content calibrate` on questions whose right
articles are known and on messages that no article answers, these held out of the index. The fit is Newton's method
on a convex function: the same content gives the same figures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.knowledge.align import Floats
from app.knowledge.fault import FaultError
from app.knowledge.match import FEATURES, NONE_FEATURES, Found

RIDGE = 1e-3  # keeps the fit from growing without bound; 1e-4 to 1e-2 moved no figure by half a point
REREADING = 0.5  # what a reading other than the typed one must be better by


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients by feature, and the two bounds of the three bands: answer, choices, nothing."""

    features: Floats
    none: Floats
    answer: float
    choices: float


def read_calibration(text: str) -> Calibration:
    """Read calibration.json. Raises FaultError when it was fitted for other features."""
    try:
        tree = json.loads(text)
        calibration = Calibration(
            np.array([tree["features"][name] for name in FEATURES]),
            np.array([tree["none"][name] for name in NONE_FEATURES]),
            float(tree["bands"]["answer"]),
            float(tree["bands"]["choices"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise FaultError(1, f"cannot be read ({error}); run 'flask content calibrate'") from None
    if not 0 < calibration.choices <= 1 or not 0 < calibration.answer <= 1:
        raise FaultError(1, "the bounds of the bands stand between 0 and 1; run 'flask content calibrate'")
    return calibration


def write_calibration(calibration: Calibration, facts: Mapping[str, object]) -> str:
    """Return the text of calibration.json; `facts` says what it was fitted on."""
    tree = {
        "features": dict(zip(FEATURES, map(_short, calibration.features), strict=True)),
        "none": dict(zip(NONE_FEATURES, map(_short, calibration.none), strict=True)),
        "bands": {"answer": calibration.answer, "choices": calibration.choices},
        "fitted": facts,
    }
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"


def _short(value: float) -> float:
    return round(float(value), 4)


def chances(found: Found, calibration: Calibration) -> Floats:
    """Return the chance of each candidate, and last the chance of none."""
    scores = np.append(found.features @ calibration.features, found.none @ calibration.none)
    exps = np.exp(scores - scores.max())
    return np.asarray(exps / exps.sum())


def choose_reading(readings: Sequence[Found], calibration: Calibration) -> Found:
    """Return the reading whose best candidate scores most; another than the typed one must be clearly better."""

    def worth(found: Found) -> float:
        scores = (found.features @ calibration.features)[found.answers]
        return float(scores.max(initial=-np.inf)) - (0.0 if found.reading.name == "typed" else REREADING)

    return max(readings, key=worth)


@dataclass(frozen=True, slots=True)
class Example:
    """A question to learn from: its candidates, the places of the right ones, and how much it counts.

    `none_right` says that "none of them" is right too; so it is when no candidate is.
    """

    features: Floats
    none: Floats
    places: Sequence[int]
    weight: float
    none_right: bool = False


def fit(examples: Sequence[Example]) -> tuple[Floats, Floats]:
    """Return the coefficients of the candidates' features and of none's that make the examples most likely."""
    width, extra = examples[0].features.shape[1], len(examples[0].none)
    most = max(len(example.features) for example in examples)
    x = np.zeros((len(examples), most + 1, width + extra))
    there = np.zeros((len(examples), most + 1), bool)
    right = np.zeros((len(examples), most + 1))
    weight = np.array([example.weight for example in examples])
    weight /= weight.sum()
    for at, example in enumerate(examples):
        size = len(example.features)
        x[at, :size, :width] = example.features
        x[at, most, width:] = example.none
        there[at, :size] = there[at, most] = True
        right[at, list(example.places)] = 1
        right[at, most] = example.none_right or not example.places
    theta = np.zeros(width + extra)
    for _ in range(100):
        chance = _softmax(x @ theta, there)
        wanted = chance * right
        wanted /= wanted.sum(axis=1, keepdims=True)
        slope = np.einsum("nk,nkd->d", (wanted - chance) * weight[:, None], x) - RIDGE * theta
        mean = np.einsum("nk,nkd->nd", chance, x)
        curve = np.einsum("nk,nkd,nke->de", chance * weight[:, None], x, x, optimize=True)
        curve -= (mean * weight[:, None]).T @ mean
        step = np.linalg.solve(curve + RIDGE * np.eye(width + extra), slope)
        now = _fitness(theta, x, there, right, weight)
        while _fitness(theta + step, x, there, right, weight) < now and np.abs(step).max() > 1e-9:
            step /= 2
        theta += step
        if np.abs(step).max() < 1e-7:
            break
    return theta[:width], theta[width:]


def _fitness(theta: Floats, x: Floats, there: NDArray[np.bool_], right: Floats, weight: Floats) -> float:
    chance = (_softmax(x @ theta, there) * right).sum(axis=1)
    return float(weight @ np.log(np.maximum(chance, 1e-300)) - RIDGE * (theta @ theta) / 2)


def _softmax(scores: Floats, there: NDArray[np.bool_]) -> Floats:
    scores = np.where(there, scores, -np.inf)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exps / exps.sum(axis=1, keepdims=True))
