"""What the auditors begin with: what the law asks, each balance account, and what does not add up."""

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from helpers import annual_report
from helpers.annual_report import FOLDER, PAGE
from helpers.counting.law_checks import DEPARTS, MET, STATES, Evidence, Tried, tried
from helpers.defining.economy_definitions import REGION, STATE
from helpers.defining.economy_names import identity_words
from helpers.defining.laws import laws
from helpers.facts import Fact
from helpers.language.marked_swedish import in_swedish
from helpers.language.words import Text, joined
from helpers.pages.amounts import in_kronor, kronor
from helpers.pages.annual_page import Annual, gaps, place_of
from helpers.pages.balance_accounts import Account, accounts
from helpers.pages.blocks import listed, paragraph, section
from helpers.pages.document import NOTHING, Block, Content, Link, Paragraph, Strong, run, table
from helpers.pages.years import Report
from helpers.wording import beginning, declared, fact_text, number, text

AUDITORS = "revisionsberattelse"  # the file of the auditors' report, as the law's requirements call it
IDENTITY, DIFFERENCE = "economy:identity:", "economy:identity-difference:"
NO_NUMBERS = 9  # right-aligned from a column that a table does not have


def evidence(annual: Annual, auditors: str) -> Evidence:
    """What is known of the year; `auditors` is what the file of their report is called, '' without one."""
    report, decided = annual.report, annual.adopted_on
    return Evidence(
        report.now.year,
        report.now.definitions.together.id,
        {year.year: year.facts for year in report.years},
        [t.id for t in annual.texts if t.blocks],
        {"decided": dt.date.fromisoformat(decided)} if decided else {},
        {AUDITORS: auditors} if auditors else {},
    )


def requirements(known: Evidence) -> Block:
    """What the law asks, law by law: how it stands, on what, and what is still to be asked."""
    found = tried(known)
    counts = {s: declared(number(sum(t.state == s for t in found))) for s in STATES}
    tables = [_of_law(law, [t for t in found if t.requirement.law == law]) for law in laws().laws]
    counted = paragraph("audit_prep.counted", **counts)
    return section("del-law", text("audit_prep.law"), paragraph("audit_prep.law_lead"), counted, *tables)


def _of_law(law: str, found: list[Tried]) -> Block:
    head = [
        text(f"audit_prep.head_{name}") for name in ("paragraph", "asks", "state", "evidence", "question")
    ]
    rows = [
        [
            t.requirement.paragraph,
            declared(t.requirement.asks),
            Strong(text(f"audit_prep.state.{t.state}")),
            _evidence(t),
            "" if t.state == MET else t.requirement.question,
        ]
        for t in found
    ]
    return table(
        text("audit_prep.law_caption", name=beginning(laws().laws[law].name), number=law),
        head,
        rows,
        NO_NUMBERS,
    )


def _evidence(found: Tried) -> Content:
    """What a requirement is tried on, in a line."""
    parts = list(_parts(found))
    return run(*[part for one in parts for part in ("; ", one)][1:]) if parts else ""


def _parts(found: Tried) -> Iterator[Content]:
    yield from (_named(name, fact) for name, fact in found.facts)
    yield from (_to_text(id_) for id_ in found.texts)
    if found.day:
        yield text("audit_prep.day", day=declared(f"{found.day}"))
    yield from (declared(file) for file in found.files)
    if found.why:
        yield text(f"audit_prep.why.{found.why}", **_law_before(found))
    if found.requirement.why:
        yield found.requirement.why
    if found.lacks:
        names = ", ".join(_lack(found, name) for name in found.lacks)
        key = "wrong" if found.state == DEPARTS else "lacks"
        yield text(f"audit_prep.{key}", names=declared(names))


def _named(name: str, fact: Fact) -> Text:
    return text("audit_prep.fact", name=name or text("audit_prep.result"), value=fact_text(fact))


def _law_before(found: Tried) -> dict[str, object]:
    law = laws().laws[found.requirement.law]
    before = f"{law.before.name} ({law.before.number})" if law.before else ""
    return {"year": law.since.year, "before": declared(before)}


def _lack(found: Tried, name: str) -> str:
    """A fact or a year by its name, a text by its file, a file by what it is."""
    part = annual_report.part(name) if name in found.requirement.blocks else None
    if name == found.requirement.file:
        return text(f"audit_prep.file.{name}")
    return f"{FOLDER}/{part.file}" if part else name


def _to_text(id_: str) -> Content:
    part = annual_report.part(id_)
    return Link(f"{PAGE}#{place_of(part)}", declared(part.title)) if part else declared(id_)


# --- the balance, account by account ----------------------------------------------------------------------


def specification(report: Report, names: pd.DataFrame) -> Block:
    """Each balance account: opening, movement as number and sum, closing, and which line it is of.

    `names` is the clean table `ledger_accounts`; the vouchers' texts are nowhere.
    """
    found = accounts(report, names)
    if not found:
        return section("del-accounts", text("audit_prep.accounts"), paragraph("audit_prep.no_ledger"))
    head = [text(f"audit_prep.head_{name}") for name in ("account", "line")]
    head += [in_kronor(text("audit_prep.head_opening")), text("audit_prep.head_count")]
    head += [in_kronor(text(f"audit_prep.head_{name}")) for name in ("movement", "closing")]
    caption = text("audit_prep.accounts_caption", year=report.now.year)
    return section(
        "del-accounts",
        text("audit_prep.accounts"),
        paragraph("audit_prep.accounts_lead"),
        table(caption, head, [_row(account) for account in found], 2),
    )


def _row(account: Account) -> list[Content]:
    return [
        joined(" ", [said for said in (account.number, in_swedish(account.name)) if said]),
        declared(beginning(", ".join(account.lines))),
        kronor(account.opening),
        fact_text(account.count),
        kronor(account.movement),
        kronor(account.closing),
    ]


# --- what does not add up ---------------------------------------------------------------------------------


def not_reconciled(report: Report) -> Block:
    """The identities that do not hold, or cannot be tried."""
    facts, place = report.now.facts, report.now.definitions.together.id
    found = facts.measures(place, IDENTITY)
    if not found:
        return section("del-identities", text("audit_prep.identities"), paragraph("audit_prep.no_identities"))
    open_ = [f for f in found if not f.ok or not f.integer]
    head = [text(f"audit_prep.head_{name}") for name in ("identity", "state", "difference")]
    rows = [[_identity(report, f), _holds(f), _difference(report, f)] for f in open_]
    body: Block = paragraph("audit_prep.identities_hold")
    if rows:
        body = table(text("audit_prep.identities_caption"), head, rows, 2)
    tried_ = paragraph("audit_prep.identities_tried", count=declared(number(len(found))))
    return section("del-identities", text("audit_prep.identities"), tried_, body)


def _identity(report: Report, fact: Fact) -> str:
    return beginning(identity_words(fact.measure.removeprefix(IDENTITY), report.now.definitions))


def _holds(fact: Fact) -> Content:
    return text(f"audit_prep.identity_{'open' if fact.ok else 'untried'}")


def _difference(report: Report, fact: Fact) -> Content:
    of = DIFFERENCE + fact.measure.removeprefix(IDENTITY)
    difference = report.now.facts.get(fact.platform, of)
    return fact_text(difference, 2) if difference.ok else "–"


# --- to whom ----------------------------------------------------------------------------------------------


def receivers(report: Report) -> Block:
    """Who is to have the auditors' report, and who decides on discharge: fields to fill in by hand."""
    head = [text(f"audit_prep.head_{name}") for name in ("receiver", "sent", "discharge")]
    none = text("audit_prep.no_discharge")
    rows = [[text("audit_prep.board"), "", none], *([name, "", ""] for name in _members(report))]
    shown = table(text("audit_prep.receivers_caption"), head, rows, NO_NUMBERS)
    return section(
        "del-receivers", text("audit_prep.receivers"), paragraph("audit_prep.receivers_lead"), shown
    )


def _members(report: Report) -> list[str]:
    """The members by name, as the lines of the fees name them; the state's are two authorities."""
    d = report.now.definitions
    authorities = [text(f"audit_prep.{name}") for name in ("insurance", "employment")]
    paid = dict.fromkeys(line.member for line in d.economy.notes if line.member) if d.economy else {}
    others = [m for m in paid if m not in (STATE, REGION)]
    region = [text("audit_prep.region")]
    towns = [text("audit_prep.municipality", name=d.areas_of_statistics.get(m, m)) for m in others]
    return [*authorities, *region, *(towns or [text("audit_prep.municipalities")])]


def gaps_of(annual: Annual) -> Block:
    """What keeps the report a draft; nothing of a whole one."""
    if not annual.lacks:
        return NOTHING
    return section("del-lacks", text("audit_prep.lacks_title"), listed(map(declared, gaps(annual))))


def lead(report: Report) -> Block:
    """What the page is, in two sentences, and where the report is."""
    link = Link(PAGE, text("audit_prep.to_report"))
    return Paragraph(run(text("audit_prep.lead", year=report.now.year), " ", link), "lead")
