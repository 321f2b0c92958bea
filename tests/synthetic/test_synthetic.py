"""Invented associations: what a report counts is what was drawn, the same seed is the same bytes."""

import json
import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from support.workspaces import command, contents

from helpers.fact_csv import read_csv
from helpers.facts import Facts
from helpers.synthetic import association_files, make_synthetic
from helpers.synthetic.invented_association import Association, invent
from helpers.synthetic.national_model import Asked, association_id, draw, probabilities, sizes
from helpers.synthetic.participation_rows import Rows, draw_rows

ASKED = make_synthetic.read({"ASSOCIATIONS": "4", "YEARS": "2018-2020", "SEED": "5", "PARTICIPATIONS": "900"})
INDEX, YEAR = 1, 2019
OUTCOMES = ("to-work", "to-studies", "to-other-solution", "dropped-out")


# --- counted from what was drawn, row by row ---------------------------------------------------------------


def expected(association: Association, rows: Rows, year: int) -> Counter[tuple[str, str, str]]:
    """(place, measure, group) -> how many, of the lists that are delivered."""
    found: Counter[tuple[str, str, str]] = Counter()
    delivered = association_files.delivered(association, year, rows.known(year))
    columns = (rows.platform, rows.woman, rows.referred, rows.start, rows.end, rows.outcome)
    for platform, woman, referred, start, end, outcome in zip(*(c.tolist() for c in columns), strict=True):
        plan = association.platforms[platform]
        if platform not in delivered:
            continue
        measures = []
        if referred.year == year:
            measures.append("referred")
        if start and start.year <= year and end.year >= year:
            measures += ["total", "new"] if start.year == year else ["total"]
            measures += ["discharged", OUTCOMES[outcome]] if end.year == year else ["remaining"]
        for place in (plan.id, "sarredovisade" if plan.separate else "forbundet"):
            found.update((place, m, g) for m in measures for g in ("all", "women" if woman else "men"))
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """A small association's year, reported."""
    root = tmp_path_factory.mktemp("synthetic")
    told = association_files.write(root, ASKED, INDEX)
    workspace = root / association_id(INDEX)
    done = command("report", workspace, YEAR=str(YEAR))
    facts = read_csv(workspace / f"reports/{YEAR}/facts.csv")
    return SimpleNamespace(root=workspace, told=told, facts=facts, code=done.returncode, printed=done.stdout)


def counts(facts: Facts) -> dict[tuple[str, str, str], int]:
    counted = ("total", "new", "discharged", "remaining", "referred", *OUTCOMES)
    return {
        (f.platform, f.measure, f.group): int(f.value)
        for f in facts
        if f.measure in counted and f.group != "unknown" and f.value
    }


def test_a_report_refuses_nothing_and_counts_what_was_drawn(made: SimpleNamespace) -> None:
    association = invent(ASKED, INDEX)
    wanted = expected(association, draw_rows(association), YEAR)
    wholes = {"storsta"}
    found = {key: n for key, n in counts(made.facts).items() if key[0] not in wholes}
    assert made.code == 0 and "FEL" not in made.printed
    assert len(wanted) > 40 and found == dict(wanted)
    year = made.told["years"][str(YEAR)]
    assert year == {m: wanted["forbundet", m, "all"] for m in ("total", "new", "discharged", *OUTCOMES)}


def test_no_list_is_delivered_that_has_no_date_of_its_year() -> None:
    """Of associations with a person or two; such a list would be refused as another year's."""
    few = make_synthetic.read({"ASSOCIATIONS": "40", "YEARS": "2018-2020", "PARTICIPATIONS": "200"})
    seen = 0
    for association in (invent(few, n) for n in range(40)):
        rows = draw_rows(association)
        for year in association.years:
            for name, content in association_files.deliveries(association, year, rows):
                if name.startswith("participants/") and name.endswith(".csv"):
                    spoken, text = f" {year}", content.decode("cp1252")
                    lines = [line.split(";", 1)[1] for line in text.splitlines()[1:]]
                    assert any(str(year) in line or spoken in line for line in lines), name
                    seen += 1
    assert seen > 50


def test_every_count_of_a_delivery_is_invented(made: SimpleNamespace) -> None:
    assert {f.origin for f in made.facts if f.measure in ("total", *OUTCOMES) and f.value} == {"invented"}


def test_who_is_there_at_the_end_of_a_year_opens_the_next() -> None:
    """Person by person, with the same Start, in every list that both years have."""
    association = invent(ASKED, INDEX)
    rows = draw_rows(association)
    left, opened = rows.known(YEAR), rows.known(YEAR + 1)
    staying = left.of(~np.isnat(left.start) & np.isnat(left.end))
    carried = opened.of(opened.start < np.datetime64(f"{YEAR + 1}-01-01"))

    def rows_of(r: Rows) -> list:
        return sorted(zip(r.platform.tolist(), r.person.tolist(), r.start.tolist(), strict=True))

    assert len(rows_of(staying)) > 20 and rows_of(staying) == rows_of(carried)


def test_no_number_is_another_than_the_published_test_numbers(
    tmp_path: Path, test_numbers: list[str]
) -> None:
    known = {n[2:] for n in test_numbers}
    root = tmp_path / "root"
    assert make_synthetic.make(root, ASKED)
    seen = 0
    for path in (p for p in root.rglob("*") if p.suffix in (".csv", ".json", ".md", ".yaml")):
        found = re.findall(
            r"(?<!\d)(?:19|20)?(\d{6})-?(\d{4})(?!\d)", path.read_bytes().decode("utf-8", "replace")
        )
        assert {a + b for a, b in found} <= known, path
        seen += len(found)
    assert seen > 1000
    truth = json.loads((root / "sanning.json").read_text(encoding="utf-8"))
    assert [a["id"] for a in truth["associations"]] == [association_id(n) for n in range(4)]
    alone = tmp_path / "alone"
    association_files.write(alone, ASKED, INDEX)
    assert contents(alone / association_id(INDEX)) == contents(root / association_id(INDEX))


def test_another_seed_is_another_draw(tmp_path: Path) -> None:
    other = make_synthetic.read(
        {"ASSOCIATIONS": "4", "YEARS": "2018-2020", "SEED": "6", "PARTICIPATIONS": "900"}
    )
    for name, asked in (("one", ASKED), ("same", ASKED), ("other", other)):
        association_files.write(tmp_path / name, asked, INDEX)
    one, same, another = (contents(tmp_path / n) for n in ("one", "same", "other"))
    assert one == same != another


def test_participations_are_as_many_as_asked_for() -> None:
    begun = []
    for association in (invent(ASKED, n) for n in range(ASKED.associations)):
        rows, last = draw_rows(association), np.array([p.last for p in association.platforms])
        begun.append(int((rows.start <= last[rows.platform]).sum()))
    assert begun == sizes(ASKED).tolist() and sum(begun) == ASKED.participations


def asked(**more: str) -> Asked:
    return make_synthetic.read({"YEARS": "2019", "SEED": "1", "PARTICIPATIONS": "80000", **more})


def test_a_planted_association_alone_has_other_chances() -> None:
    planted = asked(OUTLIER="forbund-007:to-work:0.1")
    clean = [probabilities(asked(), n) for n in range(80)]
    found = [probabilities(planted, n) for n in range(80)]
    assert [n for n in range(80) if found[n] != clean[n]] == [6]
    assert found[6]["to-work"] == pytest.approx(clean[6]["to-work"] + 0.1)
    assert sum(found[6].values()) == pytest.approx(1)
    assert len({tuple(c.values()) for c in clean}) == 1
    assert len({tuple(probabilities(asked(VARIATION="0.2"), n).values()) for n in range(80)}) == 80


def test_a_draw_of_counts_follows_the_chances() -> None:
    """Over many associations shares scatter as the binomial distribution says: chi-square near its mean."""
    drawn, chance = draw(asked(OUTLIER="forbund-007:to-work:0.3")), probabilities(asked(), 0)["to-work"]
    assert draw(asked()).equals(draw(asked())) and not draw(asked()).equals(draw(asked(SEED="2")))
    off = (drawn["reached"] - drawn["discharged"] * chance) / np.sqrt(
        drawn["discharged"] * chance * (1 - chance)
    )
    assert off.abs().idxmax() == 6 and off[6] > 6
    assert 40 < (off.drop(6) ** 2).sum() < 130
