"""What the report chapters share: the year's facts beside earlier years', what a page rests on, and its plain blocks."""

import hashlib
from dataclasses import dataclass

import pandas as pd

from helpers import breaks, definitions
from helpers.breaks import PARTICIPANTS, Break, Likeness
from helpers.definitions import ASSOCIATION, Definitions
from helpers.facts import Fact, Facts, from_table
from helpers.faults import Fault, effect, lines
from helpers.faults import from_table as faults_from_table
from helpers.paths import Workspace
from helpers.store import Store
from helpers.tables import Html, element, join, table
from helpers.wording import declared, listing, number, text


@dataclass(frozen=True)
class Year:
    """One year's definitions, facts and delivered files."""

    year: int
    definitions: Definitions
    facts: Facts
    deliveries: pd.DataFrame
    faults: list[Fault]

    @classmethod
    def load(cls, year: int) -> "Year":
        store = Store(year)
        return cls(
            year, definitions.load(Workspace.current().definitions / f"{year}.yaml"),
            from_table(store.read("facts")), store.read("deliveries"),
            [f for t in ("faults", "fact_faults") for f in faults_from_table(store.read(t))],
        )  # fmt: skip

    def invented(self) -> list[str]:
        """Names of the reconstructed files among the delivered ones."""
        return sorted(self.deliveries["file"][self.deliveries["shipped"]])

    @property
    def counted(self) -> breaks.Counted:
        """The definitions, and the platforms whose list was read."""
        mine = self.deliveries
        return breaks.Counted(self.definitions, frozenset(mine["part"][(mine["kind"] == "participants") & (mine["status"] == "read")]))

    def own(self) -> list[str]:
        return sorted(self.deliveries["file"][~self.deliveries["shipped"] & (self.deliveries["file"] != "")])


@dataclass(frozen=True)
class Report:
    """A year with the years before it, nearest first, as far as they have facts."""

    now: Year
    earlier: list[Year]
    register: list[Break]

    @classmethod
    def load(cls, year: int, years_back: int = 2) -> "Report":
        earlier = [y for y in range(year - 1, year - 1 - years_back, -1) if Store(y).exists("facts")]
        return cls(Year.load(year), [Year.load(y) for y in earlier], breaks.load(Workspace.current().breaks))

    @property
    def before(self) -> Year | None:
        near = [y for y in self.earlier if y.year == self.now.year - 1]
        return near[0] if near else None

    @property
    def years(self) -> list[Year]:
        """All years at hand, oldest first."""
        return sorted([self.now, *self.earlier], key=lambda y: y.year)

    def likeness(self, place: str, measure: str = PARTICIPANTS, respondents: str = "") -> Likeness | None:
        """Whether this year's figure may stand beside last year's; None where there is no last year."""
        if self.before is None:
            return None
        return breaks.likeness(self.register, self.now.counted, self.before.counted, place, measure, respondents)

    def last_year(self, place: str, measure: str, respondents: str = "", group: str = "all") -> Fact | None:
        """Last year's fact where like is like; its question may have had another number."""
        like = self.likeness(place, measure if respondents else PARTICIPANTS, respondents)
        if like is None or not like.holds:
            return None
        if measure.startswith("question:"):
            question = self.now.definitions.question(measure.removeprefix("question:"), respondents)
            measure = breaks.earlier_question(self.now.definitions, self.before.definitions, question, respondents)
        fact = self.before.facts.get(place, measure, respondents, group)
        return fact if fact.ok else None

    def participant_breaks(self, place: str) -> list[tuple[int, Likeness]]:
        """For each year but the first: how it stands to the year before."""
        pairs = zip(self.years, self.years[1:], strict=False)
        return [(b.year, breaks.likeness(self.register, b.counted, a.counted, place, PARTICIPANTS)) for a, b in pairs]


DELIVERY_PAGE = "leverans-"  # a sender's page is this and its id
TABLES = ("facts", "deliveries", "faults", "fact_faults")


def digest(place: str, definitions: Definitions, tables: dict[str, pd.DataFrame]) -> str:
    """What of a year (its TABLES) a page of `place` can show, as one hash."""
    known = place == ASSOCIATION or place in [*definitions.platform_ids, *definitions.whole_ids]
    parts = ([place] if place in definitions.platform_ids else definitions.parts(place)) if known else []
    shown = dict(tables)
    if place != ASSOCIATION:
        around = {ASSOCIATION, *(w for p in parts for w in definitions.wholes_of(p))}
        others = set(definitions.platform_ids) - set(parts)
        facts = tables["facts"]
        of_wholes = (facts["respondents"] != "") | facts["measure"].str.startswith("hae:")  # all that a page shows of a whole it is part of
        shown["facts"] = facts[facts["platform"].isin({place, *parts}) | (facts["platform"].isin(around) & of_wholes)]
        shown["deliveries"] = tables["deliveries"][~tables["deliveries"]["part"].isin(others)]
        for name in ("faults", "fact_faults"):
            shown[name] = tables[name][~tables[name]["part"].isin(others)]
    return hashlib.sha256("".join(t.to_csv(index=False) for t in shown.values()).encode()).hexdigest()


def section(id_: str, title: str, *blocks: object) -> Html:
    """A section with its heading; empty blocks are left out."""
    kept = [b for b in blocks if b]
    return Html(f'<section id="{id_}">{element("h2", title)}\n{join(kept)}</section>') if kept else Html("")


def contents(sections: dict[str, str]) -> Html:
    """Links to the page's own sections."""
    links = "".join(f'<li><a href="#{id_}">{element("span", title)}</a></li>' for id_, title in sections.items())
    return Html(f'<nav aria-label="{text("page.contents")}"><ul>{links}</ul></nav>')


def paragraph(key: str, **values: object) -> Html:
    return element("p", text(key, **values))


def provenance(report: Report) -> Html:
    """Which figures rest on invented people; on every page."""
    years = [report.now, *report.earlier]
    wholly = [str(y.year) for y in years if y.invented() and not y.own()]
    notes = [text("provenance.all", years=listing(wholly))] if wholly else []
    notes += [text("provenance.mixed", year=y.year, files=listing(y.invented())) for y in years if y.invented() and y.own()]
    return element("div", join([element("p", n) for n in notes]), class_="notice", role="note") if notes else Html("")


def delivery_link(who: str, words: str) -> Html:
    """A link to the page of what a sender delivered."""
    return Html(f'<a href="{DELIVERY_PAGE}{who}.html">{element("span", words)}</a>')


def refusals(report: Report, place: str) -> Html:
    """Why figures are missing: the findings that refused a part this page needs."""
    found = [f for f in concerning(report, place) if f.level == "refuse"]
    parts = report.now.definitions.parts(place) if place not in report.now.definitions.platform_ids else []
    found += [f for f in report.now.faults if f.level == "refuse" and f.part in parts]
    if not found:
        return Html("")
    items = join([element("li", declared(line)) for line in lines(found)])
    return element("div", join([paragraph("page.refused"), element("ul", items)]), class_="alert", role="alert")


def concerning(report: Report, place: str) -> list[Fault]:
    """Findings that concern a page: this platform's own, and those of no single platform."""
    others = set(report.now.definitions.platform_ids) - {place}
    return [f for f in report.now.faults if f.part not in others or place == ASSOCIATION]


def missing_parts(deliveries: pd.DataFrame, definitions: Definitions) -> list[str]:
    """What was not delivered, in words."""
    names = {"participants": definitions.name, "surveys": lambda group: definitions.group(group).name}
    asked = {group for question in definitions.questions for group in question.respondents}
    absent = deliveries[deliveries["status"].isin(["missing", "empty"])]
    asks = absent["part"].map(lambda group: group in asked)
    absent = absent[(absent["kind"] != "surveys") | asks]
    return [text(f"missing.{r.kind}", name=names.get(r.kind, str)(r.part)) for r in absent.itertuples()]


def drawn_text(day: str, source: str) -> str:
    """When a list was drawn and what says so."""
    return text(f"delivery.drawn_{source}", day=declared(day)) if source else text("delivery.drawn_unknown")


def effects(found: list[Fault], mine: pd.DataFrame) -> Html:
    """How many rows and values were left out or corrected, each listed with its place."""
    items = []
    for kind in ("row", "value", "corrected"):
        places = [f.place() for f in found if effect(f) == kind]
        where = f" ({'; '.join(places)})" if places else ""
        items.append(element("li", text(f"delivery.effect_{kind}", count=declared(number(len(places)))) + declared(where)))
    read = paragraph("delivery.rows_read", count=declared(number(int(mine["rows"].sum()))))
    return join([read, element("ul", join(items))])


def about(report: Report, place: str) -> Html:
    """What the page rests on: files, how they were used, findings, and what is missing and why."""
    d, mine = report.now.definitions, report.now.deliveries
    parts = [place] if place in d.platform_ids else d.parts(place)
    files = mine[(mine["file"] != "") & ((mine["kind"] != "participants") | mine["part"].isin(parts))]
    body = [
        [r.file, text("file.shipped") if r.shipped else text("file.own"), drawn_text(r.drawn, r.drawn_from), declared(r.sha256[:12])]
        for r in files.itertuples()
    ]
    missing = missing_parts(mine[(mine["kind"] != "participants") | mine["part"].isin(parts)], d)
    here = concerning(report, place)
    found = [element("li", declared(line)) for line in lines(here)]
    head = [text("about.file"), text("about.origin"), text("delivery.head_drawn"), text("about.sha")]
    return join(
        [
            table(text("about.files"), head, body, 9),
            element("h3", text("about.use")),
            effects([f for f in here if f.part in parts or f.part not in d.platform_ids], files),
            element("h3", text("about.missing")),
            element("ul", join([element("li", m) for m in missing])) if missing else paragraph("about.nothing_missing"),
            element("h3", text("about.findings")),
            element("ul", join(found)) if found else paragraph("about.no_findings"),
            element("p", delivery_link(place if place in d.platform_ids else ASSOCIATION, text("delivery.page"))),
        ]
    )
