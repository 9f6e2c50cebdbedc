"""Every guide there is, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.dialogue.guides import appeal, calculator, categories, plan, prepay, status
from app.dialogue.guides.guide import Guide
from app.dialogue.guides.reminder import reminder

GUIDES: Mapping[str, Guide] = {
    guide.name: guide
    for guide in (
        categories.GUIDE,
        replace(prepay.GUIDE, file=reminder),
        plan.GUIDE,
        calculator.GUIDE,
        status.GUIDE,
        appeal.GUIDE,
    )
}
