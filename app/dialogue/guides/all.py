"""Every guide there is, by name."""

from __future__ import annotations

from collections.abc import Mapping

from app.dialogue.guides import calculator, categories, plan, status
from app.dialogue.guides.guide import Guide

GUIDES: Mapping[str, Guide] = {guide.name: guide for guide in (categories.GUIDE, plan.GUIDE, calculator.GUIDE, status.GUIDE)}
