"""Every guide there is, by name."""

from __future__ import annotations

from collections.abc import Mapping

from app.dialogue.guides import calculator, categories, status
from app.dialogue.guides.guide import Guide

GUIDES: Mapping[str, Guide] = {guide.name: guide for guide in (calculator.GUIDE, categories.GUIDE, status.GUIDE)}
