"""What the report chapters share: the year's facts beside last year's, and how blocks of them are printed."""

import hashlib
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from helpers import charts
from helpers import definitions as definitions_module
from helpers.decisions import REACHED, indicator_id, result_measure
from helpers.definitions import ASSOCIATION, OUTCOMES, Account, Definitions, Indicator, Question, same_scope
from helpers.deliveries import examples
from helpers.deliveries.society import area_id
from helpers.facts import Fact, Facts, from_table
from helpers.faults import Fault
from helpers.faults import from_table as faults_from_table
from helpers.participants import REFERRED_BY
from helpers.paths import Workspace
from helpers.society import latest
from helpers.statistics import rounded
from helpers.store import Store
from helpers.tables import Html, element, join, table
from helpers.wording import declared, fact_text, listing, marked, number, points_text, result_text, text

TABLE_ROWS = ("total", "new", "discharged", *OUTCOMES, "remaining")


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
            year, definitions_module.load(Workspace.current().definitions / f"{year}.yaml"),
            from_table(store.read("facts")), store.read("deliveries"),
            [f for t in ("faults", "fact_faults") for f in faults_from_table(store.read(t))],
        )  # fmt: skip

    def invented(self) -> list[str]:
        """Names of the reconstructed files among the delivered ones."""
        return sorted(self.deliveries["file"][self.deliveries["shipped"]])

    def own(self) -> list[str]:
        return sorted(self.deliveries["file"][~self.deliveries["shipped"] & (self.deliveries["file"] != "")])


@dataclass(frozen=True)
class Report:
    """A year with the years before it, nearest first, as far as they have facts."""

    now: Year
    earlier: list[Year]

    @classmethod
    def load(cls, year: int, years_back: int = 2) -> "Report":
        earlier = [y for y in range(year - 1, year - 1 - years_back, -1) if Store(y).exists("facts")]
        return cls(Year.load(year), [Year.load(y) for y in earlier])

    @property
    def before(self) -> Year | None:
        near = [y for y in self.earlier if y.year == self.now.year - 1]
        return near[0] if near else None

    def last_year(self, place: str, measure: str, respondents: str = "", group: str = "all") -> Fact | None:
        """Last year's fact where like is like: the place means the same, and so does the question."""
        if self.before is None or not same_scope(self.now.definitions, self.before.definitions, place):
            return None
        if measure.startswith("question:"):
            question = self.now.definitions.question(measure.removeprefix("question:"), respondents)
            old = definitions_module.comparable(self.now.definitions, self.before.definitions, question, respondents)
            if old is None:
                return None
            measure = f"question:{old.id}"
        fact = self.before.facts.get(place, measure, respondents, group)
        return fact if fact.ok else None


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


def paragraph(key: str, **values: object) -> Html:
    return element("p", text(key, **values))


def provenance(report: Report) -> Html:
    """Which figures rest on invented people; on every page."""
    notes = []
    for year in [report.now, *report.earlier]:
        invented, own = year.invented(), year.own()
        if invented and own:
            notes.append(text("provenance.mixed", year=year.year, files=listing(invented)))
        elif invented:
            notes.append(text("provenance.all", year=year.year))
    return element("div", join([element("p", n) for n in notes]), class_="notice", role="note") if notes else Html("")


def refusals(report: Report, place: str) -> Html:
    """Why figures are missing: the findings that refused a part this page needs."""
    found = [f for f in concerning(report, place) if f.level == "refuse"]
    parts = report.now.definitions.parts(place) if place not in report.now.definitions.platform_ids else []
    found += [f for f in report.now.faults if f.level == "refuse" and f.part in parts]
    if not found:
        return Html("")
    items = join([element("li", declared(f.line())) for f in found])
    return element("div", join([paragraph("page.refused"), element("ul", items)]), class_="alert", role="alert")


def headline(report: Report, place: str) -> Html:
    """How many, what became of them, in two sentences."""
    f = report.now.facts
    total, left = f.get(place, "total"), f.get(place, "discharged")
    if not total.ok:
        return paragraph("headline.missing", place=report.now.definitions.name(place))
    women, men = f.get(place, "total", "", "women"), f.get(place, "total", "", "men")
    sentences = [
        text(
            "headline.total", year=report.now.year, total=fact_text(total), women=fact_text(women), men=fact_text(men),
            new=fact_text(f.get(place, "new")), remaining=fact_text(f.get(place, "remaining")),
        )
    ]  # fmt: skip
    if left.ok and left.value:
        shares = {o: result_text(f.get(place, f"share:{o}")) for o in OUTCOMES}
        sentences.append(text("headline.outcomes", left=fact_text(left), **{o.replace("-", "_"): s for o, s in shares.items()}))
    else:
        sentences.append(text("headline.none_left"))
    unique, twice = f.get(place, "unique"), f.get(place, "double-registered")
    if unique.value != total.value:
        sentences.append(text("headline.unique", unique=fact_text(unique)))
    if twice.ok and twice.value:
        sentences.append(text("headline.twice", twice=fact_text(twice)))
    return element("p", " ".join(sentences), class_="lead")


def participant_table(report: Report, place: str, caption: str) -> Html:
    """All rows of the published participant table, last year beside it where like is like."""
    facts = report.now.facts
    compared = report.last_year(place, "total") is not None
    head = [text("table.row"), *(text(f"group.{g}") for g in ("women", "men", "all")), text("table.percent")]
    if compared:
        head += [text("table.last_total", year=report.now.year - 1), text("table.last_percent", year=report.now.year - 1)]
    unknown = facts.get(place, "total", "", "unknown").ok
    if unknown:
        head.insert(3, text("group.unknown"))
    body = []
    for measure in TABLE_ROWS:
        groups = ["women", "men", *(["unknown"] if unknown else []), "all"]
        share = facts.get(place, f"share:{measure}") if measure in OUTCOMES else None
        row = [text(f"measure.{measure}"), *(fact_text(facts.get(place, measure, "", g)) for g in groups)]
        row.append(fact_text(share) if share is not None else "")
        if compared:
            last, last_share = report.last_year(place, measure), report.last_year(place, f"share:{measure}") if measure in OUTCOMES else None
            row += [fact_text(last) if last else "", fact_text(last_share) if last_share else ""]
        body.append(row)
    body.append(
        [
            text("measure.unique"),
            *(fact_text(facts.get(place, "unique", "", g)) for g in [*["women", "men"], *(["unknown"] if unknown else []), "all"]),
            "",
            *(["", ""] if compared else []),
        ]
    )
    return table(caption, head, body)


def outcome_chart(report: Report, place: str) -> Html:
    facts = report.now.facts
    genders = {g: [facts.get(place, f"share:{o}", "", g) for o in OUTCOMES] for g in ("women", "men")}
    if not all(f.ok for fs in genders.values() for f in fs):
        return Html("")
    labels = [text(f"outcome.{o}") for o in OUTCOMES]
    title = text("chart.outcomes", place=report.now.definitions.name(place), year=report.now.year)
    image = charts.outcomes(labels, genders["women"], genders["men"], title)
    return element("figure", join([element("figcaption", title), image]))


def referral_table(report: Report, place: str) -> Html:
    """Who referred: of the referrals whose referrer is recorded."""
    facts = report.now.facts
    if not facts.get(place, "referred").value:
        return Html("")
    body = [
        [text(f"referrer.{org}"), fact_text(facts.get(place, f"referred-by:{org}")), fact_text(facts.get(place, f"share:referred-by:{org}"))]
        for org in REFERRED_BY
    ]
    share = facts.get(place, f"share:referred-by:{REFERRED_BY[0]}")
    known = marked(share, number(share.denominator or 0))
    sentence = text(
        "referrals.sentence", referred=fact_text(facts.get(place, "referred")), women=fact_text(facts.get(place, "referred", "", "women")),
        men=fact_text(facts.get(place, "referred", "", "men")), accepted=fact_text(facts.get(place, "accepted")), known=known,
    )  # fmt: skip
    caption = text("referrals.caption", place=report.now.definitions.name(place), year=report.now.year)
    return join([element("p", sentence), table(caption, [text("table.referrer"), text("table.count"), text("table.percent")], body)])


def found_at(report: Report, place: str, account: Account, indicator: Indicator) -> str:
    """Where an indicator's result stands: here, else at a whole this place is part of, else at one of its parts."""
    d = report.now.definitions
    if indicator.kind == "example" and place in d.whole_ids:
        told = [p for p in d.parts(place) if report.now.facts.get(p, f"examples:{account.id}").value]
        return told[0] if told else d.parts(place)[0]
    if indicator.kind == "society" and place in d.whole_ids:
        return d.parts(place)[0]
    if indicator.kind != "question":
        return place
    around = d.wholes_of(place) if place in d.platform_ids else [ASSOCIATION, *d.parts(place)]
    measure = _first_measure(d, indicator)
    for candidate in [place, *around]:
        if report.now.facts.get(candidate, measure, indicator.respondents).state in ("ok", "too-few"):
            return candidate
    return place


def _applies(report: Report, place: str, account: Account, indicator: Indicator) -> bool:
    """Whether an indicator can be shown for a place; the association's page has its own tables of the platforms'."""
    d = report.now.definitions
    if indicator.kind == "society" and place in d.whole_ids:
        return len({d.platform(p).municipality for p in d.parts(place)}) == 1
    if place == ASSOCIATION:
        return indicator.kind in ("outcome", "society") or bool(indicator.respondents and d.group(indicator.respondents).answers_for)
    if indicator.kind == "question":
        near = {place, *(d.wholes_of(place) if place in d.platform_ids else [ASSOCIATION, *d.parts(place)])}
        answered = report.now.facts.get(found_at(report, place, account, indicator), _first_measure(d, indicator), indicator.respondents)
        return bool(near & set(d.asked_of(indicator.respondents))) or answered.state != "missing"
    return True


def _first_measure(d: Definitions, indicator: Indicator) -> str:
    question = d.question(indicator.question, indicator.respondents)
    return f"question:{question.id}" if d.scale(question.scale).positive else f"answered:{question.id}"


def signal(verdict: Fact) -> Html:
    """The signal in words and colour, never by colour alone."""
    kind = {REACHED: "reached", 0: "not-reached"}.get(verdict.value) if verdict.ok else ("too-few" if verdict.state == "too-few" else "unknown")
    return element("span", text(f"signal.{kind}"), class_=f"signal {kind}")


def gender_sentence(facts: Facts, place: str, measure: str, respondents: str) -> str:
    """Women and men with their figures and the difference between them."""
    women, men = (facts.get(place, measure, respondents, g) for g in ("women", "men"))
    difference = facts.get(place, f"difference:{measure}", respondents)
    if not (women.ok and men.ok and difference.ok):
        return ""
    points = rounded(Fraction(difference.value).limit_denominator(10**9))
    key = "equal" if points == 0 else ("women" if points > 0 else "men")
    return text(f"gender.{key}", women=result_text(women), men=result_text(men), points=marked(difference, points_text(abs(points))))


def indicator_tables(report: Report, place: str) -> Html:
    """Area by area: account, target, result, signal, women and men, last year."""
    blocks = []
    head = [text(f"indicator.{h}") for h in ("account", "target", "result", "signal")]
    if report.before:
        head.append(text("indicator.last", year=report.now.year - 1))
    for area in report.now.definitions.areas:
        rows = [
            _indicator_row(report, place, account, indicator)
            for account in area.accounts
            for indicator in account.indicators
            if _applies(report, place, account, indicator)
        ]
        if rows:
            blocks.append(table(text("indicator.caption", id=area.id, name=area.name), head, rows, numbers_from=99))
    return join(blocks)


def _indicator_row(report: Report, place: str, account: Account, indicator: Indicator) -> list[object]:
    facts, d = report.now.facts, report.now.definitions
    at = found_at(report, place, account, indicator)
    group = indicator.respondents or ""
    name = f"{indicator_id(account, indicator)} {account.name}"
    if indicator.kind == "question":
        name += text("indicator.respondents", group=d.group(group).name.lower())
        name += text("indicator.applies_to", place=d.name(at)) if at != place else ""
    elif indicator.kind == "example":
        name = f"{account.id} {text('indicator.example', about=indicator.about)}"
    measure, ident = result_measure(account, indicator), indicator_id(account, indicator)
    target, verdict = facts.get(at, f"target:{ident}", group), facts.get(at, f"verdict:{ident}", group)
    result = _result(report, at, measure, group, indicator)
    genders = gender_sentence(facts, at, measure, group) if measure else ""
    row = [
        name,
        _target_text(target),
        join([element("strong", result), *([element("p", genders, class_="small")] if genders else [])]),
        signal(verdict) if target.ok else text("signal.no-target"),
    ]
    if report.before:
        last = report.last_year(at, measure, group) if measure and _comparable(report, measure, group) else None
        row.append(result_text(last) if last else "")
    return row


def _comparable(report: Report, measure: str, group: str) -> bool:
    return not measure.startswith("question:") or any(
        q.id == measure.removeprefix("question:") and group in q.respondents for q in report.now.definitions.questions
    )


def _target_text(target: Fact) -> str:
    if not target.ok:
        return text("indicator.no_target")
    if target.unit == "percentage-points":
        return text("indicator.fall") if target.value == 0 else fact_text(target)
    return fact_text(target)


def _result(report: Report, at: str, measure: str, group: str, indicator: Indicator) -> str:
    facts = report.now.facts
    if indicator.kind == "example":
        fact = facts.get(at, measure)
        return text("indicator.no_example") if fact.ok and fact.value == 0 else fact_text(fact)
    if indicator.kind == "society":
        return text("indicator.see_society") if at == ASSOCIATION else society_sentence(report, at)
    if indicator.kind == "unmeasured":
        return text("state.missing")
    question = report.now.definitions.question(indicator.question, group) if indicator.kind == "question" else None
    if question and not report.now.definitions.scale(question.scale).positive:
        answered = facts.get(at, f"answered:{question.id}", group)
        return text("indicator.see_answers", count=fact_text(answered)) if answered.ok else fact_text(answered)
    return result_text(facts.get(at, measure, group))


def society_sentence(report: Report, place: str) -> str:
    """The latest change of the share on public support in the place's municipality."""
    d = report.now.definitions
    municipality = d.platform(place).municipality if place in d.platform_ids else ""
    change = latest(report.now.facts.measures(ASSOCIATION, "hae:"), area_id(municipality), "change") if municipality else None
    if change is None:
        return text("state.missing")
    _, _, period, _ = change.measure.split(":")
    return text("society.sentence", municipality=municipality, change=fact_text(change), period=period)


def survey_blocks(report: Report, place: str) -> list[Html]:
    """One section per group with answers here: response, and each question as chart and table."""
    d, facts = report.now.definitions, report.now.facts
    blocks = []
    for group in d.respondents:
        answered = facts.get(place, "answered", group.id)
        if not answered.ok:
            continue
        response = [text("survey.answered", count=fact_text(answered), group=group.name.lower())]
        for base in ("asked", "discharged"):
            fact = facts.get(place, f"response:{base}", group.id)
            if fact.ok:
                response.append(text(f"survey.response_{base}", result=result_text(fact)))
        if group.protected:
            response.append(text("survey.guideline", guideline=declared(str(d.response_guideline_percent))))
        questions = [_question_block(report, place, group.id, q) for q in d.questions_to(group.id)]
        blocks.append(section(f"svar-{group.id}", text("survey.title", group=group.name), element("p", " ".join(response)), *questions))
    return blocks


def _question_block(report: Report, place: str, group: str, question: Question) -> Html:
    d, facts = report.now.definitions, report.now.facts
    scale = d.scale(question.scale)
    title = f"{question.id} {question.wordings[0]}"
    measure = f"question:{question.id}" if scale.positive else f"answered:{question.id}"
    headline_fact = facts.get(place, measure, group)
    if not headline_fact.ok:
        return join([element("h3", title), element("p", fact_text(headline_fact))])
    shares = [facts.get(place, f"answer-share:{question.id}:{a}", group) for a in scale.answers]
    head = [text("table.answer"), *(text(f"group.{g}") for g in ("women", "men", "all")), text("table.percent")]
    body = [
        [a, *(fact_text(facts.get(place, f"answer:{question.id}:{a}", group, g)) for g in ("women", "men", "all")), fact_text(s)]
        for a, s in zip(scale.answers, shares, strict=True)
    ]
    caption = text("survey.caption", id=question.id, place=d.name(place), n=fact_text(facts.get(place, f"answered:{question.id}", group)))
    sentence = (
        text("survey.result", result=result_text(headline_fact), positive=listing([a.lower() for a in scale.positive], "or"))
        if scale.positive
        else ""
    )
    gender = gender_sentence(facts, place, measure, group)
    image = charts.answers(scale.answers, shares, scale.positive, title)
    return join([
        element("h3", title), *([element("p", f"{sentence} {gender}")] if sentence else []),
        element("figure", image), table(caption, head, body),
    ])  # fmt: skip


def sus_tables(report: Report, place: str) -> Html:
    """Background from SUS: another population, said beside every table."""
    d, facts = report.now.definitions, report.now.facts
    if not facts.get(place, "sus:people").ok:
        return paragraph("sus.missing")
    classes = {"time": d.sus.time, "education": d.sus.education, "support-before": d.sus.support}
    blocks = [paragraph("sus.intro", people=fact_text(facts.get(place, "sus:people")))]
    for column, labels in classes.items():
        sums = [s.name for s in d.sus.summaries if s.column == column]
        shown = [(x, x in sums) for x in [*labels, *sums] if facts.get(place, f"sus:{column}:{x}").value]
        body = [
            [
                element("em", x) if is_sum else x,
                *(fact_text(facts.get(place, f"sus:{column}:{x}", "", g)) for g in ("women", "men", "all")),
                fact_text(facts.get(place, f"share:sus:{column}:{x}")),
            ]
            for x, is_sum in shown
        ]
        body.append([text("table.total"), *(fact_text(facts.get(place, f"sus:{column}:Totalt", "", g)) for g in ("women", "men", "all")), ""])
        head = [text(f"sus.{column}"), *(text(f"group.{g}") for g in ("women", "men", "all")), text("sus.share")]
        blocks.append(table(text(f"sus.caption_{column}", place=d.name(place), before=report.now.year - 1, year=report.now.year), head, body))
    blocks.append(paragraph("sus.incomes"))
    return join(blocks)


def society_table(report: Report) -> Html:
    """Helårsekvivalenter: share of the population of working age and its change, per area and period."""
    found = [f for f in report.now.facts.measures(ASSOCIATION, "hae:") if f.measure.endswith(":total")]
    if not found:
        return paragraph("society.missing")
    keys = [tuple(f.measure.split(":")[1:3]) for f in found]
    periods = sorted({p for _, p in keys})
    areas = list(dict.fromkeys(a for a, _ in keys))
    facts = report.now.facts
    body = []
    for area in areas:
        cells = [fact_text(facts.get(ASSOCIATION, f"hae:{area}:{p}:share"), 1) for p in periods]
        body.append([text(f"area.{area}"), *cells, fact_text(facts.get(ASSOCIATION, f"hae:{area}:{periods[-1]}:change"))])
    head = [text("society.area"), *(p.replace("-h1", " " + text("society.half")) for p in periods), text("society.change")]
    return join([paragraph("society.intro"), table(text("society.caption"), head, body)])


def example_blocks(report: Report, place: str) -> Html:
    """The good examples delivered for this place, in their senders' words."""
    folder = Workspace.current().raw(report.now.year)
    delivered = Store(report.now.year).read("examples")
    wanted = {a.id: (a, i) for _, a, i in report.now.definitions.indicators() if i.kind == "example"}
    blocks = []
    for row in delivered[delivered["platform"] == place].sort_values(["account", "file"]).itertuples():
        account, indicator = wanted[row.account]
        blocks.append(element("h3", f"{account.id} {text('indicator.example', about=indicator.about)}"))
        blocks.append(element("blockquote", join([element("p", part) for part in examples.text(folder / row.file).split("\n\n")])))
    if not blocks:
        told = any(f.ok for f in report.now.facts if f.measure.startswith("examples:"))
        blocks = [paragraph("example.none" if told else "example.missing")]
    return join(blocks)


def concerning(report: Report, place: str) -> list[Fault]:
    """Findings that concern a page: this platform's own, and those of no single platform."""
    others = set(report.now.definitions.platform_ids) - {place}
    return [f for f in report.now.faults if f.part not in others or place == ASSOCIATION]


def missing_parts(deliveries: pd.DataFrame, definitions: Definitions) -> list[str]:
    """What was not delivered, in words."""
    names = {"participants": definitions.name, "surveys": lambda group: definitions.group(group).name}
    absent = deliveries[deliveries["status"].isin(["missing", "empty"])]
    return [text(f"missing.{r.kind}", name=names.get(r.kind, str)(r.part)) for r in absent.itertuples()]


def about(report: Report, place: str) -> Html:
    """What the page rests on: files, findings, and what is missing and why."""
    d, mine = report.now.definitions, report.now.deliveries
    parts = [place] if place in d.platform_ids else d.parts(place)
    files = mine[(mine["file"] != "") & ((mine["kind"] != "participants") | mine["part"].isin(parts))]
    body = [[r.file, text("file.shipped") if r.shipped else text("file.own"), declared(r.sha256[:12])] for r in files.itertuples()]
    missing = missing_parts(mine[(mine["kind"] != "participants") | mine["part"].isin(parts)], d)
    found = [element("li", declared(f.line())) for f in concerning(report, place)]
    return join(
        [
            table(text("about.files"), [text("about.file"), text("about.origin"), text("about.sha")], body, 9),
            element("h3", text("about.missing")),
            element("ul", join([element("li", m) for m in missing])) if missing else paragraph("about.nothing_missing"),
            element("h3", text("about.findings")),
            element("ul", join(found)) if found else paragraph("about.no_findings"),
            element("h3", text("about.method")),
            paragraph("about.rules", guideline=declared(str(d.protected_below))),
        ]
    )
