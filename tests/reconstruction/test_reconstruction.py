"""The shipped years are rebuilt byte for byte, from test numbers only, and known by their hashes."""

import datetime as dt
import re
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from helpers import definitions, identity
from helpers.audit import record
from helpers.deliveries.files import reading
from helpers.paths import REPOSITORY, TEST_NUMBERS, Workspace
from helpers.reconstruction import build, long_stays
from helpers.reconstruction.blueprint import Contradiction
from helpers.reconstruction.people import Row, Town

SHIPPED = Workspace(REPOSITORY)


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list]:
    target = tmp_path_factory.mktemp("raw")
    return target, build.build(SHIPPED, target)


def test_rebuilt_byte_for_byte(rebuilt: tuple[Path, list]) -> None:
    target, flows = rebuilt
    made = {p.relative_to(target).as_posix(): p.read_bytes() for p in target.rglob("*") if p.is_file()}
    shipped = [line.split("  ")[1] for line in SHIPPED.shipped.read_text(encoding="utf-8").splitlines()]
    assert sorted(made) == sorted(shipped)
    assert build.shipped_text(target) == SHIPPED.shipped.read_text(encoding="utf-8")
    for name in shipped:
        tracked = subprocess.run(
            ["git", "-C", str(REPOSITORY), "show", f":data/raw/{name}"], capture_output=True, check=True
        ).stdout
        assert made[name] == tracked, name
    carried = (REPOSITORY / "data" / "reconstruction" / "carry-over.csv").read_text(encoding="utf-8")
    assert carried == "".join(",".join(map(str, r)) + "\n" for r in build.flows_table(flows))


def test_every_number_is_a_published_test_number(rebuilt: tuple[Path, list], test_numbers: list[str]) -> None:
    allowed, seen = set(test_numbers), 0
    for path in rebuilt[0].rglob("*"):
        if path.suffix not in (".csv", ".xlsx"):
            continue
        for sheet in reading.read(path):
            header = next((r for r in sheet.rows if "Personnummer" in r), None)
            if header is None:
                continue
            column = header.index("Personnummer")
            for row in sheet.rows[sheet.rows.index(header) + 1 :]:
                person = identity.read(row[column], 2019)
                assert person.fault is None and person.key in allowed
                seen += 1
    assert seen > 4000


def test_a_choice_that_breaks_a_printed_cell_is_refused(tmp_path: Path) -> None:
    choices = REPOSITORY / "data" / "reconstruction" / "choices.yaml"
    broken = tmp_path / "choices.yaml"
    broken.write_text(
        choices.read_text(encoding="utf-8").replace(
            "ungdomstorget: {total: [137, 145]", "ungdomstorget: {total: [138, 145]"
        ),
        encoding="utf-8",
    )
    plan = build.plan_of(SHIPPED, broken)
    assert "2018 ungdomsplattformen total women: published 187, built 188" in list(
        plan.check_columns((2018,))
    )
    assert list(build.plan_of(SHIPPED, choices).check_columns(build.YEARS)) == build.KNOWN_CONTRADICTIONS
    assert issubclass(Contradiction, Exception)


def test_people_carry_over_as_far_as_the_printed_stocks_allow(rebuilt: tuple[Path, list]) -> None:
    for flow in rebuilt[1]:
        assert flow.appeared == 0 or flow.vanished == 0, flow


def test_git_holds_the_shipped_files_and_no_other_delivered_file() -> None:
    def ignored(name: str) -> bool:
        return (
            subprocess.run(
                ["git", "-C", str(REPOSITORY), "check-ignore", "-q", "--no-index", name]
            ).returncode
            == 0
        )

    shipped = [line.split("  ")[1] for line in SHIPPED.shipped.read_text(encoding="utf-8").splitlines()]
    assert not [n for n in shipped if ignored(f"data/raw/{n}")]
    for name in (
        "2019/participants/bjurholm.csv",
        "2017/bokforing.se",
        "2020/participants/vannas.xlsx",
        "2019/surveys/ny.csv",
        "ny.txt",
    ):
        assert ignored(f"data/raw/{name}"), name
    assert ignored("reports/2019/vannas.html") and not ignored("reports/2019/facts.csv")


def test_sentences_on_women_and_men_of_2018_hold(shipped_facts: dict) -> None:
    """ "Kvinnor/Män är något positivare i sina svar": built so, wherever the print says so."""
    plan = build.plan_of(SHIPPED, REPOSITORY / "data" / "reconstruction" / "choices.yaml")
    for sign, group in ((1, "women"), (-1, "men")):
        for entry in plan.choices["surveys"]["more_positive"][group]:
            question, respondents = entry.split()
            difference = shipped_facts[2018].get(
                "ungdomstorget", f"difference:question:{question}", respondents
            )
            assert difference.ok and difference.value * sign > 0, entry


def test_only_names_of_places_and_parts_stand_in_the_shipped_examples() -> None:
    for year in build.YEARS:
        defined = definitions.load(SHIPPED.definitions / f"{year}.yaml")
        for path in (SHIPPED.raw(year) / "examples").glob("*.md"):
            content = path.read_text(encoding="utf-8")
            assert "Påhittat" in content and re.search(r"platform: (\S+)", content)[1] in defined.platform_ids


def test_starts_are_moved_back_within_the_years_before_the_first_list(test_numbers: list[str]) -> None:
    young = [n for n in test_numbers if n.startswith("1990")]
    rows = [
        Row(number, "women", "Umeå", dt.date(2016, 5, 1), start=dt.date(2016, 5, 11), end=end)
        for number, end in zip(young, (dt.date(2017, 2, 5), None), strict=False)
    ]
    new = Row(young[2], "women", "Umeå", start=dt.date(2017, 2, 5), end=dt.date(2017, 2, 5))
    plan = build.plan_of(SHIPPED, REPOSITORY / "data" / "reconstruction" / "choices.yaml")
    figures = [f for f in record.read(SHIPPED.published, "text") if f.measure == "days:average"]

    def lengthened(days: int) -> list[Row]:
        town = Town(plan, TEST_NUMBERS)
        town.lists = {(2017, "ungdomstorget"): [rows[0], rows[1], new]}
        asked = [replace(f, value=Decimal(days)) for f in figures if f.year == 2017]
        long_stays.lengthen(town, {2017: []}, asked)
        return town.lists[2017, "ungdomstorget"]

    left, remains, began = lengthened(300)
    assert ((left.end - left.start).days, remains, began) == (600, rows[1], new)
    assert (left.start - left.referred).days == 10 and left.start.year < 2017
    with pytest.raises(Contradiction, match="leaves"):
        lengthened(3000)
