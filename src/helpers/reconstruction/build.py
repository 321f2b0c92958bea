"""`make reconstruct`: rebuild the shipped raw years byte for byte from the published record and the choices."""

import datetime as dt
import hashlib
import random
from fractions import Fraction
from pathlib import Path

from helpers import definitions
from helpers.codes import GENDERS, area_id
from helpers.definitions import Definitions
from helpers.paths import TEST_NUMBERS, Workspace
from helpers.reconstruction import survey_rows
from helpers.reconstruction.blueprint import Contradiction, Plan
from helpers.reconstruction.lists import STYLES, csv_bytes, participant_list, write, xlsx_bytes
from helpers.reconstruction.people import Flow, SusRow, Town, sus_rows

YEARS = (2017, 2018, 2019)
KON = {"women": "Kvinna", "men": "Man"}
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
    plan = Plan(workspace.published, workspace.root / "data" / "reconstruction" / "choices.yaml")
    if (found := list(plan.check_columns(YEARS))) != KNOWN_CONTRADICTIONS:
        raise Contradiction("\n".join(found))
    town = Town(plan, TEST_NUMBERS)
    for year in YEARS:
        folder = target / str(year)
        defined = definitions.load(workspace.definitions / f"{year}.yaml")
        lists = [p for p in STYLES if p in plan.lists(year)] + (["bjurholm"] if year == 2019 else [])
        for platform in lists:
            if platform == "bjurholm":
                town.lists[year, platform] = town._with_referrals(
                    [], year, platform, random.Random("bjurholm")
                )
            else:
                town.build_list(year, platform)
            name, content = participant_list(platform, town.lists[year, platform])
            write(folder / "participants" / name, content)
        write(folder / "sus.csv", csv_bytes(_sus_table(list(sus_rows(town, year)), defined)))
        for group, people in survey_rows.build(plan, year, defined).items():
            write(*_survey_file(folder, group, people, defined))
        for name, content in _yearly(plan, year, defined).items():
            write(folder / name, content)
        for account, count in EXAMPLES.get(year, {}).items():
            for number in range(1, count + 1):
                write(folder / "examples" / f"{account}-{number}.md", _example(account, number).encode())
    return town.flows


def _sus_table(rows: list[SusRow], defined: Definitions) -> list[list[object]]:
    header = [
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
    ]
    years = {label: f"{i + 0.5:.1f}".replace(".", ",") for i, label in enumerate(defined.sus.time[:10])}
    table: list[list[object]] = [header]
    for r in rows:
        table.append(
            [
                defined.name(r.platform),
                f"{r.number[:8]}-{r.number[8:]}",
                KON[r.gender],
                r.start,
                "",
                r.time,
                years.get(r.time, ""),
                r.education,
                r.support,
                "100" if r.support != "Ingen offentlig försörjning" else "",
            ]
        )
    return table


def _survey_file(folder: Path, group: str, people: list[dict], defined: Definitions) -> tuple[Path, bytes]:
    """Participants and staff as Microsoft Forms exports them, the others as a plain text file."""
    questions = [q for q in defined.questions_to(group) if any(q.id in p for p in people)]
    headers = [q.wordings[0] for q in questions]
    rng = random.Random(f"dates {defined.year} {group}")
    body = []
    for number, person in enumerate(people, 1):
        day = dt.date(defined.year, 11, 1) + dt.timedelta(days=rng.randrange(50))
        place = person["platform"] if number % 2 else defined.name(person["platform"])
        answers = [person.get(q.id, "") for q in questions]
        body.append((number, day, place, KON[person["gender"]], answers))
    if group in ("deltagare", "personal"):
        table = [["ID", "Starttid", "Svarsdatum", "Plattform", "Kön", *headers]]
        table += [[n, d, d, place, kon, *answers] for n, d, place, kon, answers in body]
        return folder / "surveys" / f"{group}.xlsx", xlsx_bytes({"Sheet1": table})
    table = [["Svarsdatum", "Plattform", "Kön", *headers]] + [
        [d, place, kon, *a] for _, d, place, kon, a in body
    ]
    return folder / "surveys" / f"{group}.csv", csv_bytes(table, "utf-8-sig")


def _yearly(plan: Plan, year: int, defined: Definitions) -> dict[str, bytes]:
    """How many were asked (2019) and the helårsekvivalenter (2017 and 2018)."""
    found = {}
    if year == 2019:
        rows = [
            [defined.name(k.split()[0]), k.split()[1], n]
            for k, n in plan.choices["surveys"]["invited"].items()
        ]
        found["surveys/invited.csv"] = csv_bytes([["Plattform", "Grupp", "Utskick"], *rows])
    rows = list(_society(plan, year))
    if rows:
        header = [
            "Kommun",
            "År",
            "Period",
            "Ohälsa",
            "Arbetsmarknadsstöd",
            "Ekonomiskt bistånd",
            "Totalt",
            "Befolkning",
        ]
        found["helarsekvivalenter.csv"] = csv_bytes([header, *rows])
    return found


def _society(plan: Plan, year: int) -> list[list[object]]:
    names = {
        "umea": "Umeå",
        "vannas": "Vännäs",
        "vindeln": "Vindeln",
        "robertsfors": "Robertsfors",
        "nordmaling": "Nordmaling",
    }
    names |= {"bjurholm": "Bjurholm", "vasterbotten": "Västerbotten", "riket": "Riket"}
    rows = []
    for area, name in names.items():
        for period in range(2014, year):

            def printed(what: str, area: str = area, period: int = period, account: int = year) -> object:
                figure = plan.by_key.get((account, "forbundet", f"hae:{area}:{period}:{what}", "", "all"))
                return figure.value if figure else None

            total = printed("total")
            if total is None:
                continue
            share = printed("share") or printed("share", account=2018)
            chosen = plan.choices["population"].get(area, {}).get(period)
            population = chosen or (round(Fraction(int(total)) / (Fraction(share) / 100)) if share else "")
            parts = [printed(w) for w in ("ill-health", "labour-market-support", "social-assistance")]
            rows.append(
                [name, period, "helår", *("" if p is None else int(p) for p in parts), int(total), population]
            )
            assert area_id(name) == area
    return rows


def _example(account: str, number: int) -> str:
    return (
        f"---\nindicator: {account}\nplatform: ungdomstorget\n---\n"
        f"Påhittat exempel {number}: en deltagare, flera parter runt samma bord och en plan som följdes upp till nästa steg.\n"
    )


def flows_table(flows: list[Flow]) -> list[list[object]]:
    """Who carries over, must appear and must vanish, per year, platform and gender."""
    header = ["year", "platform", "group", "carried", "appeared", "vanished"]
    return [header, *([f.year, f.platform, f.gender, f.carried, f.appeared, f.vanished] for f in flows)]


def shipped_text(raw: Path) -> str:
    """`data/shipped.sha256`: the delivered files that are ours, by content."""
    files = sorted(p for year in YEARS for p in (raw / str(year)).rglob("*") if p.is_file())
    return "".join(
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(raw).as_posix()}\n" for p in files
    )


def main(workspace: Workspace) -> None:
    """Rebuild into the workspace: raw files, the list of their hashes, and who carries over."""
    raw = workspace.root / "data" / "raw"
    flows = build(workspace, raw)
    workspace.shipped.write_text(shipped_text(raw), encoding="utf-8")
    out = workspace.root / "data" / "reconstruction" / "carry-over.csv"
    out.write_text("".join(",".join(map(str, r)) + "\n" for r in flows_table(flows)), encoding="utf-8")
    for group in GENDERS:
        mine = [f for f in flows if f.gender == group and f.year > YEARS[0]]
        carried, appeared, vanished = (
            sum(n) for n in zip(*((f.carried, f.appeared, f.vanished) for f in mine), strict=True)
        )
        print(f"{group}: {carried} carried over, {appeared} had to appear, {vanished} to vanish")
