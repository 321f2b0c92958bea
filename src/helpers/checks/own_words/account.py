"""The texts of the annual report with their facts filled in, and all that is found of figures in them.

A placeholder is `{measure}` as in an office's own words, with how an amount is printed behind it:
`{economy:result|tkr, utan tecken}`. None of the findings keeps a text from being shown.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from helpers import annual_report
from helpers.annual_report import Text, Typed
from helpers.checks.own_words import typed
from helpers.checks.own_words.known import Known, Years
from helpers.checks.own_words.placeholders import Unmet, has_stray_brace, named, parts
from helpers.checks.own_words.spoken import FACT
from helpers.checks.own_words.texts import LONGEST, sentences
from helpers.defining import laws
from helpers.deliveries import account_texts
from helpers.deliveries.account_texts import PART, Delivered
from helpers.deliveries.files.grid import nearest
from helpers.deliveries.kinds import kind
from helpers.deliveries.own_texts import Written
from helpers.facts import Fact, missing
from helpers.faults import ASSOCIATION, Fault, Faults
from helpers.language.prose import KR, TKR, Block, Filled, filled_text
from helpers.masking.telling import Told as Telling
from helpers.wording import text

UNSIGNED = text("account.unsigned")
_UNITS = (KR, TKR)
_DECIMALS = {text(f"account.decimals_{n}"): n for n in (1, 2)}


@dataclass(frozen=True)
class AnnualTexts:
    """What is found of a year's texts: the texts in the order of their names, and the findings."""

    texts: list[Text]
    faults: list[Fault]


@dataclass
class _Reading:
    """A text while it is read: the facts it can speak of, what may be typed in it, and what is found."""

    known: Known
    excused: frozenset[str]
    faults: Faults
    unmet: list[str] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    used: set[str] = field(default_factory=set)


def told(years: Years) -> AnnualTexts:
    """The texts of a year's annual report with its facts filled in."""
    known = Known.of(years, years.now.definitions.together.id)
    excused, texts, found = _excused(years), list[Text](), list[Fault]()
    used = set[tuple[str, str]]()
    for one in account_texts.texts(years.context):
        if isinstance(one, str):
            texts.append(Text(one, *account_texts.name_of(one), is_stopped=True))
            continue
        file = one.file.rpartition("/")[2]
        mine = frozenset(figure for name, figure, _ in excused if name == file)
        reading = _Reading(known, mine, Faults(PART, one.file, ASSOCIATION))
        texts.append(_filled(one, reading))
        found += reading.faults.found
        used |= {(file, figure) for figure in reading.used}
    return AnnualTexts(texts, [*found, *_twice(texts), *_unused(excused, used)])


def _excused(years: Years) -> list[tuple[str, str, str]]:
    """Each text with a figure that may be typed in it: its digits alone, and as it is written."""
    store = years.context.store()
    if not store.exists("typed_figures"):
        return []
    table = store.read("typed_figures")
    cells = zip(table["file"].astype(str), table["figure"].astype(str), strict=True)
    return [(file, _bare(figure), figure) for file, figure in cells]


def _bare(figure: str) -> str:
    """A figure without its unit and blanks, as two are compared.

    >>> _bare("2 292 tkr"), _bare("−1,5 %")
    ('2292', '1,5')
    """
    return "".join(c for c in figure if c.isdigit() or c in ",./–").strip(",./–")


def _unused(excused: list[tuple[str, str, str]], used: set[tuple[str, str]]) -> Iterator[Fault]:
    """Figures that may be typed in a text and are not."""
    for file, figure, written in excused:
        if (file, figure) not in used:
            faults = Faults(PART, kind("tal").path, ASSOCIATION)
            faults.flag("account_figure_unused", value=Telling(written), text=file)
            yield from faults.found


def _twice(texts: Iterable[Text]) -> Iterator[Fault]:
    """Texts that are of a part which an earlier one is of."""
    seen: dict[str, str] = {}
    for one in texts:
        if one.id in seen:
            faults = Faults(PART, one.file, ASSOCIATION)
            faults.flag("account_twice", other=seen[one.id])
            yield from faults.found
        seen.setdefault(one.id, one.file)


def _filled(one: Delivered, reading: _Reading) -> Text:
    blocks = tuple(_block(written, reading) for written in one.written)
    known = annual_report.part(one.id)
    heading = one.heading or (known.heading if known else one.id)
    unmet, found = tuple(dict.fromkeys(reading.unmet)), tuple(reading.typed)
    return Text(one.file, one.at, one.id, heading, one.by, one.day, one.place, blocks, False, unmet, found)


def _block(written: Written, reading: _Reading) -> Block:
    """A paragraph with its facts filled in; what is found of it is told."""
    filled: list[str | Fact | Filled] = []
    for said, is_fact in parts(written.words):
        filled.append(_meant(said, reading.known)[0] if is_fact else said)
    for start, sentence in sentences(written.words):
        _try(sentence, written.line_at(start), reading)
    return Block(written.kind, tuple(filled))


def _meant(said: str, known: Known) -> tuple[Filled, Unmet | None, str]:
    """What stands for a placeholder, why it cannot be printed as it is, and a form that nobody knows."""
    wanted, _, forms = said.partition("|")
    fact = named(wanted, known)
    if isinstance(fact, Unmet):
        return Filled(missing((known.year, known.place, wanted.strip(), "", "all"), "", "")), fact, ""
    unit, is_unsigned, decimals, odd = "", False, 0, ""
    for form in (f.strip() for f in forms.split(",") if f.strip()):
        if form in _UNITS:
            unit = form
        elif form in _DECIMALS:
            decimals = _DECIMALS[form]
        elif form == UNSIGNED:
            is_unsigned = True
        else:
            odd = odd or form
    filled = Filled(fact, unit, is_unsigned, decimals)
    if not fact.ok:
        return filled, Unmet("own_no_value", fact.state), odd
    if not fact.is_invented and not known.may_be_said(fact):
        few = missing(fact.key, fact.unit, fact.rule, "too-few")
        return Filled(few), Unmet("own_too_few"), odd
    return filled, Unmet("own_invented") if fact.is_invented else None, odd


def _try(sentence: str, line: int, reading: _Reading) -> None:
    """One sentence: what its placeholders mean, then the figures that are typed in it."""
    faults, known = reading.faults, reading.known
    if len(sentence) > LONGEST:
        faults.flag("account_long", row=line, most=LONGEST)
        return
    if has_stray_brace(sentence):
        faults.flag("account_brace", row=line, sentence=sentence)
    _tell_repealed(sentence, line, reading)
    said, facts = "", list[Fact]()
    for words, is_fact in parts(sentence):
        if not is_fact:
            said += words.replace(FACT, " ")
            continue
        filled, unmet, odd = _meant(words, known)
        _tell(words, sentence, line, unmet, odd, reading)
        said += FACT if filled.fact.ok else " "
        facts += [filled.fact] if filled.fact.ok else []
    for one in typed.digits(said, facts, known):
        if _bare(one.words) in reading.excused:
            reading.used.add(_bare(one.words))
        else:
            _tell_typed(one, sentence, line, reading)


def _tell_repealed(sentence: str, line: int, reading: _Reading) -> None:
    """Laws that no longer held when the year began, each with the one that replaced it."""
    for old in laws.repealed():
        if old.is_gone(reading.known.year) and re.search(rf"(?<!\d){old.number}(?!\d)", sentence):
            instead = f"{laws.laws().laws[old.replaced_by].name} ({old.replaced_by})"
            where = {"day": f"{old.repealed}", "instead": instead, "sentence": sentence}
            reading.faults.flag("account_repealed", row=line, value=Telling(old.number), **where)


def _tell(words: str, sentence: str, line: int, unmet: Unmet | None, odd: str, reading: _Reading) -> None:
    where = {"row": line, "value": Telling(words), "sentence": sentence}
    if odd:
        forms = [*_UNITS, UNSIGNED, *_DECIMALS]
        reading.faults.flag(
            "account_form", **where, form=odd, nearest=nearest(odd, forms) or ", ".join(forms)
        )
    if unmet is None:
        return
    if unmet.code == "own_invented":
        reading.faults.note("account_invented", **where)
        return
    reading.faults.flag(unmet.code.replace("own_", "account_"), **where, nearest=unmet.nearest)
    reading.unmet.append(words)


def _tell_typed(one: typed.Digits, sentence: str, line: int, reading: _Reading) -> None:
    near = typed.told(one, reading.known)
    reading.typed.append(Typed(line, one.words.strip(), one.holds, near))
    code = "account_typed" if one.holds else "account_untrue"
    if not near:
        code = "account_nothing"
    shown = filled_text(Filled(one.fact, one.unit)).plain if one.fact else ""
    reading.faults.flag(
        code, row=line, value=Telling(one.words.strip()), sentence=sentence, reference=near, printed=shown
    )
