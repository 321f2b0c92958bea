"""An office's text tried sentence by sentence: what can be shown of it, and what is told of it."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from helpers.checks.own_words.judged import Judged, judged
from helpers.checks.own_words.known import Known, Years
from helpers.checks.own_words.placeholders import Unmet, has_stray_brace, meant, parts, reference
from helpers.checks.own_words.spoken import FACT
from helpers.deliveries import own_texts
from helpers.deliveries.own_texts import Written
from helpers.facts import Fact
from helpers.faults import ASSOCIATION, Fault, Faults
from helpers.language.prose import Block, OwnText
from helpers.masking.telling import Told
from helpers.wording import fact_text, text

LONGEST = 1_000  # characters of a sentence: a page of text without a point is no sentence
_SHORTENED = (
    r"(?<!\bt\.ex)(?<!\bbl\.a)(?<!\bdvs)(?<!\bca)(?<!\bkl)(?<!\bkap)(?<!\bs\.k)(?<!\bm\.fl)(?<!\bo\.s\.v)"
)
_SENTENCE = re.compile(rf"(?:{_SHORTENED}[.!?…]+[”\")]*(?=\s|$))|$")


def findings(years: Years) -> list[Fault]:
    """Every finding of the office's texts of a year, page by page."""
    found = [f for stray in own_texts.astray(years.context) for f in stray.found]
    for place in own_texts.written_for(years.context):
        found += tried(years, place)[1]
    return found


def tried(years: Years, place: str) -> tuple[OwnText | None, list[Fault]]:
    """The text of a place with its facts filled in, and every finding of it; None where there is no text."""
    faults = Faults(place, own_texts.name_of(years.context, place), ASSOCIATION)
    written = own_texts.read(years.context, place, faults)
    known = Known.of(years, place)
    blocks = [_block(one, known, faults) for one in written]
    is_stopped = any(f.is_error for f in faults.found)
    if not written and not is_stopped:
        return None, faults.found
    return OwnText(() if is_stopped else tuple(blocks), is_stopped), faults.found


def _block(written: Written, known: Known, faults: Faults) -> Block:
    """A paragraph with its facts filled in; what is wrong in it joins the findings."""
    filled: list[str | Fact] = []
    for said, is_fact in parts(written.words):
        fact = meant(said, known) if is_fact else None
        filled.append(fact if isinstance(fact, Fact) else said)
    for start, sentence in sentences(written.words):
        _try(sentence, written.line_at(start), known, faults)
    return Block(written.kind, tuple(filled))


def sentences(words: str) -> Iterator[tuple[int, str]]:
    """Each sentence with the place where it begins.

    >>> [s for _, s in sentences("Det gick bra, t.ex. 1.4. Och lagen? 3 §.")]
    ['Det gick bra, t.ex. 1.4.', 'Och lagen?', '3 §.']
    """
    at = 0
    for found in _SENTENCE.finditer(words):
        sentence = words[at : found.end()]
        if sentence.strip():
            yield at + len(sentence) - len(sentence.lstrip()), sentence.strip()
        at = found.end()


def _try(sentence: str, line: int, known: Known, faults: Faults) -> None:
    """One sentence: what its placeholders mean, then what it says."""
    if len(sentence) > LONGEST:
        faults.refuse("own_long", row=line, most=LONGEST)
        return
    if has_stray_brace(sentence):
        faults.refuse("own_brace", row=line, sentence=sentence)
        return
    said, facts, is_whole = "", list[Fact](), True
    for words, is_fact in parts(sentence):
        fact = meant(words, known) if is_fact else None
        if isinstance(fact, Unmet):
            faults.refuse(fact.code, row=line, value=Told(words), sentence=sentence, nearest=fact.nearest)
            is_whole = False
        elif fact:
            facts.append(fact)
        said += FACT if is_fact else words.replace(FACT, " ")
    if is_whole:
        _tell(judged(said, known, facts), sentence, line, known, faults)


def _tell(found: Iterable[Judged], sentence: str, line: int, known: Known, faults: Faults) -> None:
    for one in found:
        where: dict[str, Any] = {"row": line, "value": Told(one.words.strip()), "sentence": sentence}
        where |= {"reference": "", "printed": "", "other": "", "last": ""}
        code = f"own_{one.kind}"
        if one.fact:
            where |= {"reference": reference(one.fact, known), "printed": _printed(one.fact)}
        elif one.kind in ("typed", "untrue"):
            code = "own_nothing"
        if one.other:
            where |= {"other": reference(one.other, known), "last": _printed(one.other)}
        level = {"typed": "flag", "untested": "note"}.get(one.kind, "refuse")
        faults.add(level, code, **where)


def _printed(fact: Fact) -> str:
    return fact_text(fact).plain if fact.ok else text("state.missing")
