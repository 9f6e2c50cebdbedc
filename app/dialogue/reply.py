"""From what was decided to what is said: articles with the year's figures put in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from app.block import Blocks, Choice, Choices, Heading, Span
from app.dialogue.decision import Decision, Progress
from app.dialogue.fill import fill, fill_blocks, has_figures, title_of
from app.dialogue.guides import status
from app.dialogue.guides.guide import Guide, Outcome, Said, Standing, Step, World, stand
from app.dialogue.guides.tell import article_of, form_of, given_of
from app.knowledge.guided import GUIDED
from app.knowledge.library import Library
from app.model import Article, Kind, Lang, Reply

_HOME = "check-status"  # the article that opens its guide itself; others offer a button


def compose(
    decision: Decision, library: Library, today: date, guides: Mapping[str, Guide] = MappingProxyType({})
) -> Reply:
    """Return the reply of a decision, in its language, with the figures of the year; `guides` are those to be had.

    Slugs that the content no longer has are left out; when none is left, the reply is "nothing found".
    """
    lang, world = decision.lang, World(today, library.rates, library.days_off, library.get)
    reply, said = _spoken_reply(decision, library, world, guides)
    words = {**status.words_of(decision.found, lang, library.rates), **said.words}
    parts = {**status.parts_of(reply.slug or "", decision.found, lang), **said.parts}
    blocks = (*reply.blocks, *_disagreement(decision, library))
    filled = fill_blocks(blocks, lang, library, today, words, parts)
    title = fill(reply.title, lang, library, today, words)
    return replace(reply, blocks=filled, title=title, confidence=decision.confidence)


def _spoken_reply(
    decision: Decision, library: Library, world: World, guides: Mapping[str, Guide]
) -> tuple[Reply, Said]:
    """Return the reply before figures are put in, and what a guide puts in."""
    progress = decision.progress
    guide = guides.get(progress.guide) if progress else None
    if progress is None or guide is None:
        return _simple(decision, library, world.today, guides), Said()
    standing = stand(guide, progress, world)
    if decision.kind is not Kind.GUIDE:
        reply = _simple(decision, library, world.today, guides)
        return replace(reply, blocks=reply.blocks + _goes_on(guide, standing, progress, decision.lang, library)), Said()
    if isinstance(standing.now, Outcome):
        said = guide.say(standing.now, decision.lang, world)
        return _result(guide, standing, standing.now, decision.lang, library, world.today), said
    return _question(guide, standing, standing.now, progress, decision.lang, library), Said()


def _question(guide: Guide, standing: Standing, step: Step, progress: Progress, lang: Lang, library: Library) -> Reply:
    article = article_of(guide, step, lang, library)
    intro = () if standing.answered or progress.at else _spoken(guide.texts.entry, lang, library)
    intro += _taken(guide, standing, progress, lang, library)
    form = form_of(guide, step, standing, progress, article)
    return Reply(
        Kind.GUIDE,
        lang,
        (*intro, *article.blocks, form),
        slug=article.slug,
        title=article.title,
        guide=guide.name,
    )


def _result(guide: Guide, standing: Standing, outcome: Outcome, lang: Lang, library: Library, today: date) -> Reply:
    """Return the result: the first article with its title, the others under theirs, and what was answered."""
    first, *others = (_article(slug, lang, library) for slug in outcome.slugs)
    more = tuple(block for other in others for block in (Heading((Span(other.title),)), *other.blocks))
    sources = dict.fromkeys(source for article in (first, *others) for source in article.sources)
    cautions = dict.fromkeys(block for article in (first, *others) for block in _cautions(article, library, today))
    return Reply(
        Kind.GUIDE,
        lang,
        (*first.blocks, *more, *cautions, given_of(guide, standing.answered, lang, library, first.slug)),
        slug=first.slug,
        title=first.title,
        sources=tuple(sources),
        reviewed=first.reviewed,
        related=_choices(first.related, lang, library, today),
        guide=guide.name,
    )


def _goes_on(guide: Guide, standing: Standing, progress: Progress, lang: Lang, library: Library) -> Blocks:
    """Return the question of a guide that something else was asked in the middle of."""
    if isinstance(standing.now, Outcome):
        return ()
    article = article_of(guide, standing.now, lang, library)
    form = form_of(guide, standing.now, standing, progress, article)
    taken = _taken(guide, standing, progress, lang, library)
    return (Heading((Span(article.title),)), *article.blocks, *taken, form)


def _taken(guide: Guide, standing: Standing, progress: Progress, lang: Lang, library: Library) -> Blocks:
    """Return the answers that were not given one by one: heard in a message, handed over, or given some time ago."""
    if progress.given or progress.at:
        return ()
    held = dict(progress.answers)
    heard = tuple((step, held[step.id]) for step in guide.heard if step.id in held)
    answered = dict.fromkeys((*standing.answered, *heard))
    return (given_of(guide, answered, lang, library),) if answered else ()


def _simple(decision: Decision, library: Library, today: date, guides: Mapping[str, Guide]) -> Reply:
    """Return what is said without a guide's progress."""
    lang = decision.lang
    known = tuple(slug for slug in decision.slugs if slug in library.articles)
    match decision.kind:
        case Kind.CHOICES if known:
            spoken = _article("choices", lang, library)
            choices = _choices(known, lang, library, today)
            return Reply(Kind.CHOICES, lang, (*spoken.blocks, Choices(choices)), choices=choices)
        case Kind.NOTHING | Kind.CHOICES:
            spoken = _article("nothing", lang, library)
            near = _choices(known or library.front.doors, lang, library, today)
            return Reply(Kind.NOTHING, lang, (*spoken.blocks, Choices(near)), choices=near)
        case _ if not known:
            return _simple(Decision(Kind.NOTHING, (), lang), library, today, guides)
        case _:
            spoken = _article(known[0], lang, library)
            also = _choices(decision.also, lang, library, today)
            said = _guided(spoken, decision, library, today, guides) + _cautions(spoken, library, today)
            return Reply(
                kind=decision.kind if spoken.kind is Kind.GUIDE else spoken.kind,
                lang=lang,
                blocks=said + _offered(also, lang, library),
                choices=also,
                slug=spoken.slug,
                title=spoken.title,
                sources=spoken.sources,
                reviewed=spoken.reviewed,
                related=_choices(spoken.related, lang, library, today),
                guide=spoken.guide,
            )


def _article(slug: str, lang: Lang, library: Library) -> Article:
    return library.articles[slug][lang]


def _choices(slugs: Iterable[str], lang: Lang, library: Library, today: date) -> tuple[Choice, ...]:
    return tuple(Choice(slug, title_of(slug, lang, library, today)) for slug in slugs if slug in library.articles)


def _guided(article: Article, decision: Decision, library: Library, today: date, guides: Mapping[str, Guide]) -> Blocks:
    """Return what an article says, with the way into its guide when that is to be had and does not go on already."""
    name = article.guide or _result_of(article.slug)
    if name not in guides or decision.progress:
        return article.blocks
    if article.slug == _HOME:
        return _spoken(status.ASK, article.lang, library) + article.blocks
    return (*article.blocks, Choices(_choices((guides[name].texts.entry,), article.lang, library, today)))


def _result_of(slug: str) -> str:
    """Return the guide whose result an article says, when a link led to it; the status has no such links."""
    found = (name for name, guided in GUIDED.items() if slug in guided.outcomes and name != "status")
    return next(found, "")


def _disagreement(decision: Decision, library: Library) -> Blocks:
    """Say that the registry decides, where the months would say otherwise."""
    told = decision.found and decision.found.status
    return _spoken(status.DIFFERS, decision.lang, library) if told and not told.agrees else ()


def _cautions(article: Article, library: Library, today: date) -> Blocks:
    """Warn of figures of an older year, and of an article past its date."""
    found: Blocks = ()
    if library.rates.year_for(today) != today.year and has_figures(article.blocks):
        found += _spoken("old-figures", article.lang, library)
    if article.until and article.until < today:
        found += _spoken("expired", article.lang, library)
    return found


def _offered(also: tuple[Choice, ...], lang: Lang, library: Library) -> Blocks:
    return (*_spoken("also", lang, library), Choices(also)) if also else ()


def _spoken(slug: str, lang: Lang, library: Library) -> Blocks:
    article = library.get(slug, lang)
    return article.blocks if article else ()
