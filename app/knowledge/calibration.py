"""How sure a match is: a conditional logit over the candidates and "none of them", with fitted coefficients.

The coefficients stand in content/calibration.json, fitted by `flask content calibrate` on phrasings held out
of the index and on messages that no article answers. The fit is Newton's method on a convex function: the
same content gives the same figures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.knowledge.fault import FaultError
from app.knowledge.match import FEATURES, NONE_FEATURES, Floats, Found

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


def write_calibration(calibration: Calibration, facts: Mapping[str, float]) -> str:
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
    return max(
        readings,
        key=lambda found: (
            float((found.features @ calibration.features).max()) - (0.0 if found.reading.name == "typed" else REREADING)
        ),
    )


def fit(rows: Sequence[tuple[Floats, Floats, Sequence[int]]]) -> tuple[Floats, Floats]:
    """Fit coefficients to rows of (candidates' features, none's features, places of the right candidates).

    A row without a right candidate speaks for "none". Returns the coefficients of both kinds.
    """
    width, extra = rows[0][0].shape[1], len(rows[0][1])
    most = max(len(features) for features, _, _ in rows)
    x = np.zeros((len(rows), most + 1, width + extra))
    there = np.zeros((len(rows), most + 1), bool)
    right = np.zeros((len(rows), most + 1))
    for at, (features, none, places) in enumerate(rows):
        x[at, : len(features), :width] = features
        x[at, most, width:] = none
        there[at, : len(features)] = there[at, most] = True
        right[at, list(places) or most] = 1
    theta = np.zeros(width + extra)
    for _ in range(100):
        chance = _softmax(x @ theta, there)
        wanted = chance * right
        wanted /= wanted.sum(axis=1, keepdims=True) + 1e-300
        slope = np.einsum("nk,nkd->d", wanted - chance, x) - RIDGE * len(rows) * theta
        mean = np.einsum("nk,nkd->nd", chance, x)
        curve = np.einsum("nk,nkd,nke->de", chance, x, x, optimize=True) - mean.T @ mean
        step = np.linalg.solve(curve + RIDGE * len(rows) * np.eye(width + extra), slope)
        theta += step
        if np.abs(step).max() < 1e-8:
            break
    return theta[:width], theta[width:]


def _softmax(scores: Floats, there: NDArray[np.bool_]) -> Floats:
    scores = np.where(there, scores, -np.inf)
    exps = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(exps / exps.sum(axis=1, keepdims=True))
