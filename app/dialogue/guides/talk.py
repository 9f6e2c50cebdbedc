"""A guide inside the conversation: what a message or a form says to it, and which messages lead into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.dialogue.conversation import Conversation, progress_in
from app.dialogue.decision import Decision, Progress
from app.dialogue.guides.guide import (
    Guide,
    Outcome,
    Standing,
    Step,
    Words,
    World,
    answer_step,
    change_step,
    stand,
)
from app.dialogue.guides.read import all_words, heard, read
from app.dialogue.guides.tell import LONGEST_LINE
from app.dialogue.question import asks
from app.knowledge.library import Library
from app.knowledge.spoken import called
from app.model import Kind, Lang


@dataclass(frozen=True, slots=True)
class Guiding:
    """The guides to be had, what they reckon with, and the one that goes on."""

    guides: Mapping[str, Guide]
    world: World
    progress: Progress | None = None

    def going(self) -> tuple[Guide, Progress, Step] | None:
        """Return the guide that goes on, and the step it waits at; None when there is none."""
        guide = self.guides.get(self.progress.guide) if self.progress else None
        if guide is None or self.progress is None:
            return None
        now = stand(guide, self.progress, self.world).now
        return None if isinstance(now, Outcome) else (guide, self.progress, now)


def go_on(guide: Guide, progress: Progress, lang: Lang) -> Decision:
    """Return the decision that says the next question of a guide, or its result."""
    return Decision(Kind.GUIDE, (guide.texts.entry,), lang, progress=progress)


def begin(guide: Guide, conversation: Conversation, world: World) -> Progress:
    """Return where a person enters a guide: where it was left unfinished, or at its first question.

    A look-up of this conversation is handed over, if the guide can take it: the months alone, never the number.
    """
    left = progress_in(conversation, guide.name)
    if left and not isinstance(stand(guide, left, world).now, Outcome):
        return replace(left, at=None, given=None)
    found = next((turn.decision.found for turn in reversed(conversation) if turn.decision.found), None)
    status = found.status if found else None
    return Progress(guide.name, tuple(guide.handed(status).items()) if status and guide.handed else ())


def take(guide: Guide, progress: Progress, step: str, typed: Sequence[str], library: Library, world: World) -> Progress:
    """Return the progress with a step answered by what its form holds; a step not asked for changes nothing.

    Raises BadAnswer.
    """
    standing = _standing_at(guide, progress, step, world)
    if not isinstance(standing.now, Step) or standing.now.id != step:
        return replace(progress, given=None)
    answer = read(standing.now.field, typed, _words_for(guide, standing.now, library), world.today)
    return answer_step(progress, step, answer)


def hear(text: str, guiding: Guiding, library: Library) -> Progress | None:
    """Return the progress that a message makes in the guide that goes on; None when it says something else.

    A message that asks is no answer, but for a text in the person's own words.
    """
    going = guiding.going()
    if going is None:
        return None
    guide, progress, step = going
    free = isinstance(step.field, Words) and step.field.most > LONGEST_LINE
    if asks(text) and not free:
        return None
    answer = read(step.field, (text,), _words_for(guide, step, library), guiding.world.today)
    return answer_step(progress, step.id, answer)


def lead(decision: Decision, text: str, guiding: Guiding, library: Library) -> Decision:
    """Return the decision with the guide that a message leads into, what it says of the answers filled in.

    A message that asks for a guide outright, or says an answer, gets it after the article that answers; a message that
    no single article answers gets the guide it asks for at once.
    """
    names = [library.articles[slug][decision.lang].guide for slug in decision.slugs if slug in library.articles]
    wanted = called(text, library.spoken)
    opened = wanted if wanted in names or decision.kind is Kind.NOTHING else None
    guide = guiding.guides.get(opened or (names and names[0]) or "")
    if guide is None or decision.kind not in (Kind.ANSWER, Kind.CHOICES, Kind.NOTHING):
        return decision
    answers = _heard(guide, text, guiding.world, library)
    progress = Progress(guide.name, answers)
    if opened and decision.kind is not Kind.ANSWER:
        return go_on(guide, progress, decision.lang)
    return replace(decision, progress=progress) if opened or answers else decision


def _standing_at(guide: Guide, progress: Progress, step: str, world: World) -> Standing:
    """Return where a person stands; at a step answered before when its form is sent again."""
    standing = stand(guide, progress, world)
    before = [done.id for done, _ in standing.answered]
    return stand(guide, change_step(progress, step), world) if step in before else standing


def _heard(guide: Guide, text: str, world: World, library: Library) -> tuple[tuple[str, str], ...]:
    """Return the answers that a message says."""
    said = ((step.id, heard(step.field, text, _words_for(guide, step, library), world.today)) for step in guide.heard)
    return tuple((step, answer) for step, answer in said if answer is not None)


def _words_for(guide: Guide, step: Step, library: Library) -> Mapping[str, Sequence[str]]:
    """Return what people type for each option of a step, in both languages."""
    return all_words(library.articles[f"{guide.name}-{step.id}"], library.spoken)
