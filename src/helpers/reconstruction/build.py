"""`make reconstruct`: rebuild the shipped raw years byte for byte from the published record and choices."""

import datetime as dt
import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

from helpers import definitions
from helpers.audit import record
from helpers.codes import GENDERS
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.deliveries.strategic_goals import PART as STRATEGIC
from helpers.machine.whole import write_whole
from helpers.paths import LEDGER_FILE, TEST_NUMBERS, Workspace
from helpers.reconstruction import (
    annual_texts,
    declared_rows,
    intervention_files,
    ledger_file,
    long_stays,
    nafs_rows,
    preventive_rows,
    printed_cells,
    register_rows,
    screening_rows,
    survey_rows,
)
from helpers.reconstruction.blueprint import Contradiction, Plan
from helpers.reconstruction.ledger_leaves import LEDGER_YEARS, LedgerPlan
from helpers.reconstruction.lists import (
    STYLES,
    Cell,
    csv_bytes,
    gender_labels,
    participant_list,
    write,
    xlsx_bytes,
)
from helpers.reconstruction.people import REFERRALS_OF, Flow, Town
from helpers.reconstruction.sus_people import FIRST_AFTER, NO_SUPPORT, SusRow, sus_rows

AGREEMENTS = "agreements"  # the folder of them, of the choices and of a year
YEARS = (2017, 2018, 2019)
AFTER = ("Försörjning efter", "Sysselsättning efter")
FORMS = ("deltagare", "personal")  # whose answers come as Microsoft Forms exports them
EXAMPLES = {
    2017: {"1.3": 2, "3.4": 1, "3.5": 1, "3.7": 1, "3.8": 1, "3.9": 2},
    2018: {"1.3": 1, "3.2": 1, "3.3": 1, "3.4": 1, "3.6": 2, "3.7": 1, "3.8": 1},
}
# The one printed participant cell that no list can give (choices.yaml says why).
KNOWN_CONTRADICTIONS = ["2018 vannas discharged all: published 29, built 19"]


def build(workspace: Workspace, target: Path) -> list[Flow]:
    """Write `data/raw/<year>` of the shipped years under `target`; returns how people carried over.

    Raises:
        Contradiction: the plan does not give a published cell.
    """
    plan = plan_of(workspace, _choices(workspace))
    if (found := list(plan.check_columns(YEARS))) != KNOWN_CONTRADICTIONS:
        raise Contradiction("\n".join(found))
    town, extracts = Town(plan, TEST_NUMBERS), dict[int, list[SusRow]]()
    for year in YEARS:
        _build_lists(town, year)
        extracts[year] = list(sus_rows(town, year))
    long_stays.lengthen(town, extracts, record.read(workspace.published, "text"))
    for year in YEARS:
        folder, defined = target / str(year), plan.defined[year]
        _write_lists(town, year, folder)
        write(folder / "sus.csv", csv_bytes(_sus_table(extracts[year], defined)))
        for group, people in survey_rows.build(plan, year, defined).items():
            write(*_survey_file(folder, group, people, defined))
        for name, content in _yearly(plan, year, defined).items():
            write(folder / name, content)
        for name, rows in _tables(workspace, town, year):
            write(folder / name, csv_bytes(rows))
        for account, count in EXAMPLES.get(year, {}).items():
            for number in range(1, count + 1):
                write(folder / "examples" / f"{account}-{number}.md", _example(account, number).encode())
        for name, content in _as_it_stands(_choices(workspace).parent, year):
            write(folder / name, content)
        for name, content in annual_texts.texts(_choices(workspace).parent, year):
            write(folder / name, content)
    _write_ledgers(workspace, target)
    for year in intervention_files.YEARS:
        for name, content in intervention_files.files(workspace.published, _choices(workspace).parent, year):
            write(target / str(year) / name, content)
    return town.flows


def _tables(workspace: Workspace, town: Town, year: int) -> Iterator[tuple[str, list[list[Cell]]]]:
    """What the association itself tells of a year, a table a file; none that nobody tells anything in."""
    plan, defined = town.plan, town.plan.defined[year]
    if screened := screening_rows.rows(town, year, defined):
        yield "screening.csv", screened
    chosen = [plan.choices[kind].get(year, []) for kind in ("events", "implied")]
    yield "uppgifter.csv", declared_rows.rows(workspace.published, defined, *chosen)
    efforts = preventive_rows.rows(workspace.published, _choices(workspace, "preventive"), defined)
    yield "forebyggande.csv", efforts
    if measured := nafs_rows.rows(defined, plan.choices["nafs"].get(year, {})):
        yield "nafs.csv", measured


def _as_it_stands(reconstruction: Path, year: int) -> Iterator[tuple[str, bytes]]:
    """Files that are written by hand beside the choices, and delivered as they are."""
    path = reconstruction / f"{STRATEGIC}-{year}.yaml"
    if path.exists():
        yield f"{STRATEGIC}.yaml", path.read_bytes()
    for path in sorted((reconstruction / AGREEMENTS / str(year)).glob("*.yaml")):
        yield f"{AGREEMENTS}/{path.name}", path.read_bytes()


def _write_ledgers(workspace: Workspace, target: Path) -> None:
    """The ledgers of the years whose statements are printed."""
    plan = LedgerPlan(workspace.published, _choices(workspace, "ledger"))
    for year in LEDGER_YEARS:
        write(target / str(year) / LEDGER_FILE, ledger_file.ledger(plan, year))


def _choices(workspace: Workspace, of: str = "choices") -> Path:
    return workspace.root / "data" / "reconstruction" / f"{of}.yaml"


def plan_of(workspace: Workspace, choices: Path) -> Plan:
    """The workspace's published record and definitions of the shipped years, with some choices.

    Raises:
        DefinitionError: definitions are missing or faulty.
    """
    defined = {year: definitions.load(workspace.definitions / f"{year}.yaml") for year in YEARS}
    return Plan(workspace.published, choices, defined)


def _build_lists(town: Town, year: int) -> None:
    """The participant lists of a year, in the order of STYLES; those with referrals alone last."""
    with_table = [p for p in STYLES if p in town.plan.lists(year)]
    referred = town.plan.choices["referrals"] if year == REFERRALS_OF else []
    alone = [p for p in referred if p not in with_table]
    for platform in with_table:
        town.build_list(year, platform)
    for platform in alone:
        town.build_referrals(year, platform)


def _write_lists(town: Town, year: int, folder: Path) -> None:
    for (_, platform), rows in ((key, rows) for key, rows in town.lists.items() if key[0] == year):
        name, content = participant_list(platform, rows, town.plan.defined[year])
        write(folder / "participants" / name, content)


def _sus_table(rows: list[SusRow], defined: Definitions) -> list[list[Cell]]:
    """The SUS extract: its header and a row per person and income."""
    header: list[Cell] = [
        "Insats",
        "Personnummer",
        "Kön",
        "Startdatum",
        "Slutdatum",
        "Tid i offentlig försörjning",
        "Antal år i offentlig försörjning",
        "Utbildningsnivå",
        "Försörjning före",
        "Omfattning före",
        *(AFTER if defined.year >= FIRST_AFTER else ()),
    ]
    years = {label: f"{i + 0.5:.1f}".replace(".", ",") for i, label in enumerate(defined.sus.time[:10])}
    genders, table = gender_labels(defined), [header]
    for r in rows:
        table.append(
            [
                defined.name(r.platform),
                f"{r.number[:8]}-{r.number[8:]}",
                genders[r.gender],
                r.start,
                r.end or "",
                r.time,
                years.get(r.time, ""),
                r.education,
                r.support,
                "100" if r.support != NO_SUPPORT else "",
                *((r.support_after, r.occupation_after) if defined.year >= FIRST_AFTER else ()),
            ]
        )
    return table


def _survey_file(
    folder: Path, group: str, people: list[survey_rows.Respondent], defined: Definitions
) -> tuple[Path, bytes]:
    """Participants and staff as Microsoft Forms exports them, the others as a plain text file."""
    questions = [q for q in defined.questions_to(group) if any(q.id in p for p in people)]
    headers = [q.wordings[0] for q in questions]
    rng, genders = random.Random(f"dates {defined.year} {group}"), gender_labels(defined)
    forms: list[list[Cell]] = [["ID", "Starttid", "Svarsdatum", "Plattform", "Kön", *headers]]
    plain: list[list[Cell]] = [["Svarsdatum", "Plattform", "Kön", *headers]]
    for number, person in enumerate(people, 1):
        day = dt.date(defined.year, 11, 1) + dt.timedelta(days=rng.randrange(50))
        place = person["platform"] if number % 2 else defined.name(person["platform"])
        row = [place, genders[person["gender"]], *(person.get(q.id, "") for q in questions)]
        forms.append([number, day, day, *row])
        plain.append([day, *row])
    if group in FORMS:
        return folder / "surveys" / f"{group}.xlsx", xlsx_bytes({"Sheet1": forms})
    return folder / "surveys" / f"{group}.csv", csv_bytes(plain, "utf-8-sig")


def _yearly(plan: Plan, year: int, defined: Definitions) -> dict[str, bytes]:
    """How many were asked (2019), and what the registers say."""
    found = {}
    if year == 2019:
        rows: list[list[Cell]] = [
            [defined.name(k.split()[0]), k.split()[1], n]
            for k, n in plan.choices["surveys"]["invited"].items()
        ]
        found["surveys/invited.csv"] = csv_bytes([["Plattform", "Grupp", "Utskick"], *rows])
    return found | register_rows.files(plan, year)


def _example(account: str, number: int) -> str:
    return (
        f"---\nindicator: {account}\nplatform: ungdomstorget\n---\n"
        f"Påhittat exempel {number}: en deltagare, flera parter runt samma bord och en plan "
        "som följdes upp till nästa steg.\n"
    )


def flows_table(flows: list[Flow]) -> list[list[Cell]]:
    """Who carries over, must appear and must vanish, per year, platform and gender."""
    table: list[list[Cell]] = [["year", "platform", "group", "carried", "appeared", "vanished"]]
    for f in flows:
        table.append([f.year, f.platform, f.gender, f.carried, f.appeared, f.vanished])
    return table


def shipped_text(raw: Path) -> str:
    """`data/shipped.sha256`: the delivered files that are ours, by content."""
    years = (*intervention_files.YEARS, *YEARS)
    files = sorted(p for year in years for p in (raw / str(year)).rglob("*") if p.is_file())
    return "".join(
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(raw).as_posix()}\n" for p in files
    )


def origins_text(workspace: Workspace) -> str:
    """`data/reconstruction/origins.csv`: what the rebuilt years' cells rest on, where it is not invented."""
    plan = plan_of(workspace, _choices(workspace))
    population = plan.choices["population"]
    contexts = [Context.of(workspace, year) for year in YEARS]
    reported = [
        g for y in intervention_files.YEARS for g in intervention_files.grounds(workspace.published, y)
    ]
    return printed_cells.table(contexts, lambda area, period: period in population.get(area, {}), reported)


def main(workspace: Workspace) -> None:
    """Rebuild into the workspace: raw files, their hashes, who carries over, and what is not invented."""
    raw = workspace.root / "data" / "raw"
    flows = build(workspace, raw)
    write_whole(workspace.shipped, shipped_text(raw).encode())
    out = workspace.root / "data" / "reconstruction" / "carry-over.csv"
    write_whole(out, "".join(",".join(map(str, r)) + "\n" for r in flows_table(flows)).encode())
    write_whole(workspace.origins, origins_text(workspace).encode())
    for group in GENDERS:
        mine = [f for f in flows if f.gender == group and f.year > YEARS[0]]
        carried, appeared, vanished = (
            sum(n) for n in zip(*((f.carried, f.appeared, f.vanished) for f in mine), strict=True)
        )
        print(f"{group}: {carried} carried over, {appeared} had to appear, {vanished} to vanish")
