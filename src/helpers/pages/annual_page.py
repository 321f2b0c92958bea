"""The annual report: its cover, its parts in order with texts and tables, and what it lacks.

What every block is asked by is data (`helpers.annual_report`), so that a part is added in one place.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from helpers import annual_report as report_parts
from helpers.annual_report import DECISION, FOLDER, MOST_DEEP, Lack, Part, Text, parts, texts_of
from helpers.defining.laws import paragraph_text
from helpers.language.marked_swedish import in_swedish
from helpers.language.prose import POINT
from helpers.language.prose import Block as Written
from helpers.language.words import Words, joined, plain
from helpers.pages.annual_tables import figures
from helpers.pages.blocks import APPENDIX, listed, name_beside, paragraph, section
from helpers.pages.document import (
    NOTHING,
    Block,
    Content,
    Contents,
    Division,
    Heading,
    Link,
    Paragraph,
    Section,
    Strong,
    join,
    run,
    table,
)
from helpers.pages.own_words import written_blocks
from helpers.pages.years import Report
from helpers.wording import declared, listing, number, text

_SHOWN_IN_CONTENTS = 3  # levels of headings


@dataclass(frozen=True)
class Annual:
    """A year's annual report: its texts with the facts filled in, and its tables by name."""

    report: Report
    texts: Sequence[Text]
    figures: dict[str, Block]

    @classmethod
    def of(cls, report: Report, texts: Iterable[Text]) -> "Annual":
        """The report of a year, with the texts that checks have tried."""
        return cls(report, tuple(texts), figures(report))

    @property
    def lacks(self) -> list[Lack]:
        """All that it lacks, in its order."""
        return report_parts.lacking(self.texts, [n for n, shown in self.figures.items() if not shown])

    @property
    def state(self) -> str:
        """What it is before the board has adopted it."""
        return report_parts.state(self.lacks)

    @property
    def adopted_on(self) -> str:
        """The day on which the board adopted it, '' of a draft and before that."""
        return "" if self.lacks else self.report.context.decided

    def own(self, part: Part) -> list[Text]:
        """The texts of a part that are shown."""
        return [t for t in self.texts if t.id == part.id and t.blocks]

    def title(self, part: Part) -> Words | str:
        """A part's heading, in its text's own words where there are others, with its number."""
        own = next((t.heading for t in self.own(part) if t.heading != part.heading), "")
        return joined(" ", [said for said in (part.number, in_swedish(own) or part.said) if said])

    def shown(self) -> list[Part]:
        """The parts that the report has: what is there, what is required, and what those stand under."""
        found: list[Part] = []
        for part in reversed(parts()):
            is_over = bool(found) and found[-1].depth > part.depth
            if self._has(part) or is_over:
                found.append(part)
        return found[::-1]

    def _has(self, part: Part) -> bool:
        is_asked = part.is_text_required or bool(part.figures) or bool(part.pages)
        return is_asked or bool(self.own(part))


def place_of(part: Part) -> str:
    """The id of a part's section on the page."""
    return f"del-{part.id}"


# --- the first sheet --------------------------------------------------------------------------------------


def cover(annual: Annual) -> Block:
    """Whose report it is, where it stands, which day it is for, and all that it lacks."""
    year, lacks = annual.report.now.year, annual.lacks
    said = [
        Paragraph(Strong(annual.report.now.definitions.association), "lead"),
        paragraph("annual.whose", year=year),
        Paragraph(Strong(state_words(annual)), "status"),
        NOTHING if annual.adopted_on else Paragraph(_day(annual)),
        _typed(annual),
        made_up(annual.report, annual.texts),
    ]
    gaps = [_gap(lack, by_link=True) for lack in lacks]
    title = text("annual.lacks", count=number(len(lacks)))
    return Division(join([*(s for s in said if s), *([_lacking(title, gaps)] if gaps else [])]), "cover")


def state_words(annual: Annual) -> Words | str:
    """How far it has come, and on which day the board adopted it."""
    if annual.adopted_on:
        return text("annual.decided", day=declared(annual.adopted_on))
    return text(f"annual.state.{annual.state}")


def gaps(annual: Annual) -> list[str]:
    """All that it lacks, a line each, with the file of a text: for who writes it, and for no page."""
    told = []
    for lack in annual.lacks:
        said = f" ({FOLDER}/{lack.part.file})" if lack.kind in ("text", "stopped") else ""
        told.append(f"{lack.part.title}: {plain(_gap_words(lack))}{said}")
    return told


def _lacking(title: str, gaps: list[Content]) -> Block:
    return section("del-saknas", title, listed(gaps))


def _day(annual: Annual) -> Words | str:
    """The day that the decision's text names."""
    named = next((t.day for t in annual.texts if t.id == DECISION and t.day), "")
    return text("annual.day", day=declared(named)) if named else text("annual.no_day")


def made_up(report: Report, texts: Iterable[Text]) -> Block:
    """That texts are the project's own, written for an example; nothing where the association wrote them."""
    mine = report.now.deliveries
    shipped = set(mine["file"][(mine["part"] == FOLDER) & mine["shipped"]])
    shown = [t for t in texts if t.blocks]
    ours = [t for t in shown if t.file in shipped]
    if not ours:
        return NOTHING
    if len(ours) == len(shown):
        return paragraph("annual.made_up")
    return paragraph("annual.some_made_up", names=listing([t.heading for t in ours]))


def _typed(annual: Annual) -> Block:
    """How many figures are typed and how many of them no fact bears out; nothing where none is."""
    typed = [found for t in annual.texts for found in t.typed]
    if not typed:
        return NOTHING
    wrong = sum(not found.holds for found in typed)
    said = text("annual.typed", count=declared(number(len(typed))), wrong=declared(number(wrong)))
    link = Link(name_beside(report_parts.PAGE, APPENDIX), text("annual.typed_more"))
    return Paragraph(run(said, " ", link))


def _gap(lack: Lack, by_link: bool = False) -> Content:
    """What is missing, at its place; on the first sheet with the way there."""
    words = _gap_words(lack)
    if not by_link:
        return words
    return run(Link(f"#{place_of(lack.part)}", declared(lack.part.title)), ": ", words)


def _gap_words(lack: Lack) -> Words | str:
    what = declared(f"{{{lack.what}}}")
    return text(f"annual.gap.{lack.kind}", law=_law(lack.part), what=what)


def _law(part: Part) -> Words | str:
    return text("annual.law", law=declared(paragraph_text(part.law))) if part.law else ""


def contents(annual: Annual) -> Block:
    """Links to the parts, and to the page beside it."""
    known = [p for p in annual.shown() if p.depth <= _SHOWN_IN_CONTENTS]
    beside = Link(name_beside(report_parts.PAGE, APPENDIX), text("annual.about"))
    return Contents(tuple(map(place_of, known)), tuple(map(annual.title, known)), (beside,))


# --- the parts --------------------------------------------------------------------------------------------


def body(annual: Annual) -> Block:
    """Every part that the report has, in order."""
    return Division(join(_sections(annual)), "annual")


def _sections(annual: Annual) -> Iterator[Block]:
    shown = annual.shown()
    for part in parts():
        if part in shown:
            yield _section(annual, part)
        for other in texts_of(part, annual.texts):
            if other.id != part.id and other.blocks:
                depth = min(part.depth + (len(other.at) > len(part.at)), MOST_DEEP)
                content = [
                    Heading(depth, in_swedish(other.heading)),
                    *written_blocks(other.blocks, depth + 1),
                ]
                yield Section(join(content), f"del-{other.id}")


def _section(annual: Annual, part: Part) -> Block:
    mine = annual.own(part)
    gaps = [Paragraph(_gap(lack), "gap") for lack in annual.lacks if lack.part.id == part.id]
    kept: list[Content] = [Heading(part.depth, annual.title(part)), *gaps]
    for text_ in mine:
        kept += _text(part, text_)
    kept += [annual.figures[name] for name in part.figures if annual.figures.get(name)]
    if part.pages:
        kept.append(Paragraph(run(text("annual.more"), *_pages(annual, part))))
    if part.id == DECISION:
        kept.append(_signed(annual, mine))
    return Section(join(kept), place_of(part), "sheet" if part.is_on_new_sheet else "")


def _text(part: Part, text_: Text) -> Iterator[Content]:
    """A text's blocks; of the decision, what is no point: its points are who signs."""
    blocks = text_.blocks
    if part.id == DECISION:
        blocks = tuple(b for b in blocks if b.kind != POINT)
    yield from written_blocks(blocks, part.below)


def _pages(annual: Annual, part: Part) -> Iterator[Content]:
    """Links to the pages that hold the rest of a part, after each other."""
    d = annual.report.now.definitions
    places = {"{platforms}": d.platform_ids}
    pages = [(f"{p}.html", d.label(p)) for written in part.pages for p in places.get(written, ())]
    wholes = [written.format(together=d.together.id) for written in part.pages if written not in places]
    for n, (page, label) in enumerate([*((page, d.label(d.together.id)) for page in wholes), *pages]):
        yield from ([" · "] if n else [])
        yield Link(page, label)


# --- the decision -----------------------------------------------------------------------------------------


def _signed(annual: Annual, texts: list[Text]) -> Block:
    """What the board declares, where and when, and room for each to sign."""
    who = [_who(block) for t in texts for block in t.blocks if block.kind == POINT]
    place = next((t.place for t in texts if t.place), text("annual.no_place"))
    day = next((declared(t.day) for t in texts if t.day), text("annual.no_signing_day"))
    room = Division(join(_room(*one) for one in who), "signatures")
    return join(
        [
            paragraph("annual.declaration"),
            Paragraph(text("annual.place_and_day", place=place, day=day)),
            room if who else NOTHING,
        ]
    )


def _who(block: Written) -> tuple[str, str]:
    """A function and a name, which may be left to be written by hand: `Ordförande: Namn`."""
    words = "".join(part for part in block.parts if isinstance(part, str))
    function, _, name = words.partition(":")
    return function.strip(), name.strip()


def _room(function: str, name: str) -> Block:
    named = Paragraph(name) if name else Paragraph(text("annual.name_by_hand"), "small")
    return Division(join([named, Paragraph(in_swedish(function))]), "signature")


# --- beside it --------------------------------------------------------------------------------------------


def about(annual: Annual) -> Block:
    """What each part is made of and which law asks for it, and the figures that are typed."""
    head = [text(f"annual.about_head.{name}") for name in ("part", "law", "file", "by", "day")]
    rows = []
    for part in annual.shown():
        awaited = text("annual.awaited", file=f"{FOLDER}/{part.file}")
        mine = [t for t in annual.texts if t.id == part.id] or [Text(awaited, part.at, part.id)]
        rows += [
            [part.title, declared(paragraph_text(part.law)), *map(declared, (t.file, t.by, t.day))]
            for t in mine
        ]
    made = table(text("annual.about_caption"), head, rows, len(head))
    return section("del-texter", text("annual.about"), made, _every_typed(annual))


def _every_typed(annual: Annual) -> Block:
    rows = []
    for t in annual.texts:
        for f in t.typed:
            holds = text(f"annual.holds.{int(f.holds)}")
            rows.append([t.file, declared(number(f.line)), declared(f.words), holds, declared(f.nearest)])
    head = [text(f"annual.typed_head.{name}") for name in ("file", "line", "figure", "holds", "nearest")]
    return table(text("annual.typed_caption"), head, rows, len(head)) if rows else NOTHING
