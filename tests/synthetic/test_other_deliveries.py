"""Surveys, SUS, official statistics of invented associations: a report counts what was drawn of each."""

from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from support.workspaces import command

from helpers.definitions import load
from helpers.fact_csv import read_csv
from helpers.synthetic import association_files, make_synthetic, year_definitions
from helpers.synthetic.invented_association import invent
from helpers.synthetic.participation_rows import draw_rows
from helpers.synthetic.survey_answers import answers

YEAR = 2018
ASKED = make_synthetic.read(
    {"ASSOCIATIONS": "80", "YEARS": "2017-2019", "SEED": "3", "PARTICIPATIONS": "40000"}
)
GROUPS = ("deltagare", "personal")


def delivers_all(index: int) -> bool:
    """Whether an association has both surveys, SUS and statistics of the year."""
    association = invent(ASKED, index)
    asks = all(YEAR in association.surveyed[g] for g in GROUPS)
    return asks and {"sus", "hae"} <= association.registers


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The first association that delivers all of it, reported."""
    root = tmp_path_factory.mktemp("surveyed")
    index = next(n for n in range(ASKED.associations) if delivers_all(n))
    association_files.write(root, ASKED, index)
    association = invent(ASKED, index)
    workspace = root / association.id
    done = command("report", workspace, YEAR=str(YEAR))
    facts = read_csv(workspace / f"reports/{YEAR}/facts.csv")
    return SimpleNamespace(
        root=workspace, association=association, facts=facts, code=done.returncode, printed=done.stdout
    )


def test_nothing_is_refused(made: SimpleNamespace) -> None:
    assert made.code == 0 and "FEL" not in made.printed and "sus.csv" in made.printed


@pytest.mark.parametrize("group", GROUPS)
def test_answers_are_counted_as_they_were_drawn(made: SimpleNamespace, group: str) -> None:
    """Of participants only where five or more answered."""
    drawn = answers(made.association, YEAR, group, draw_rows(made.association))
    defined = load(made.root / f"data/definitions/{YEAR}.yaml")
    wanted: Counter[tuple[str, str]] = Counter()
    for person, platform in enumerate(drawn.platform.tolist()):
        for question, given in zip(drawn.questions, drawn.given[person].tolist(), strict=True):
            if given >= 0:
                scale = defined.scale(question["scale"])
                key = (
                    made.association.platforms[platform].id,
                    f"answer:{question['id']}:{scale.answers[given]}",
                )
                wanted[key] += 1
    found = {
        (f.platform, f.measure): int(f.value)
        for f in made.facts
        if f.respondents == group and f.group == "all" and f.measure.startswith("answer:") and f.value
    }
    shown = {(f.platform, f.measure) for f in made.facts if f.respondents == group and f.state == "ok"}
    assert len(found) > 20 and found == {key: n for key, n in wanted.items() if key in shown}


def test_everyone_registered_is_counted_and_no_municipality_is_lost(made: SimpleNamespace) -> None:
    rows = (made.root / f"data/raw/{YEAR}/sus.csv").read_bytes().decode("cp1252").splitlines()[1:]
    people = {tuple(row.split(";")[i] for i in (0, 1, 3)) for row in rows}
    facts = {(f.platform, f.measure): f.value for f in made.facts if f.group == "all"}
    mine = [p.id for p in made.association.platforms if p.stands(YEAR)]
    assert sum(int(facts.get((p, "sus:people"), 0)) for p in mine) == len(people) > 50
    areas = {f.measure.split(":")[1] for f in made.facts if f.measure.startswith("hae:") and f.value}
    assert len(areas) == len(made.association.municipalities)


def test_some_associations_ask_in_other_words_and_some_lack_parts() -> None:
    """Likeness and coverage have something to find."""
    national = make_synthetic.read({"ASSOCIATIONS": "80", "YEARS": "2015-2024"})
    known = [invent(national, n) for n in range(80)]
    worded = Counter(a.wording for a in known)
    assert set(worded) == {"published", "one", "own"} and worded["published"] > 30
    own = next(a for a in known if a.wording == "own")
    other = next(a for a in known if a.wording == "published")
    said = [{q["id"]: q["wordings"] for q in year_definitions.questions(a, 2019)} for a in (own, other)]
    assert said[0].keys() == said[1].keys() and said[0] != said[1]
    assert 5 < sum(len(a.years) < 10 for a in known) < 60
    assert sum(bool(p.without_list) for a in known for p in a.platforms) > 10
    assert 20 < sum(not a.surveyed["deltagare"] for a in known) < 40
    assert len({len(a.platforms) for a in known}) > 4 and len({a.name for a in known}) == 80


def test_ages_and_genders_are_those_of_the_numbers(tmp_path: Path) -> None:
    from helpers.synthetic.number_pool import pool

    for association in (invent(ASKED, n) for n in range(4)):
        rows, people = draw_rows(association), pool()
        assert (people.women[rows.person] == rows.woman).all()
        begun = ~np.isnat(rows.start)
        born = people.written[rows.person][begun]
        days = np.array([f"{n[:4]}-{n[4:6]}-{n[6:8]}" for n in born], "datetime64[D]")
        age = (rows.start[begun] - days).astype(int) / 365.2425
        limits = np.array([p.ages for p in association.platforms])[rows.platform][begun]
        assert (age >= limits[:, 0] - 0.01).all() and (age < limits[:, 1] + 1).all()
