"""What the board is to decide on, and what the accounts print otherwise, are part of what pages rest on."""

import json
import re
from pathlib import Path

from support.markup import parse
from support.workspaces import edit, published, report, steps

POINT = """\
- point: Ska målet för studier sänkas?
  who: Arbetsutskottet
  when: 2020-05-15
"""


def decide(root: Path, content: str) -> Path:
    path = root / "data/decisions/2019.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_a_decision_that_is_written_remakes_the_pages_and_stands_in_the_manifest(finished) -> None:
    decide(finished, POINT)
    done = report(finished)
    assert done.returncode == 0, done.stdout
    made = steps(done.stdout, "klart")
    assert {"2019 8_board", "2019 4_association", "2019 3_platform vannas"} <= made
    assert not made & {"2019 1_clean", "2019 2_facts", "2019 5_audit", "2019 6_index"}
    assert "data/decisions/2019.yaml är ny" in done.stdout
    shown = {n: parse(c.decode()).words for n, c in published(finished).items() if n.endswith(".html")}
    told = "Ska målet för studier sänkas? Arbetsutskottet, 2020-05-15."
    assert {n for n, words in shown.items() if told in words} == {"sammanfattning.html", "forbundet.html"}
    manifest = json.loads((finished / "reports/2019/manifest.json").read_text(encoding="utf-8"))
    assert "data/decisions/2019.yaml" in manifest["inputs"]


def test_a_point_that_cannot_be_read_stops_the_run_before_anything_is_made(finished) -> None:
    decide(finished, POINT.replace("2020-05-15", "i maj"))
    done = report(finished)
    assert done.returncode != 0 and "görs:" not in done.stdout
    assert (
        "2019.yaml:3: nr 1, when: Ska vara ett datum, inte i maj. Till exempel: when: 2020-05-15"
        in done.stdout
    )


def test_another_print_remakes_the_pages_of_the_place_that_it_is_about(finished) -> None:
    edit(finished / "data/published/participants.csv", "11,5,5,,", "11,6,6,,", "utf-8")
    done = report(finished)
    assert done.returncode == 0, done.stdout
    made = steps(done.stdout, "klart")
    assert {"2019 5_audit", "2019 3_platform ungdomstorget", "2019 4_association"} <= made
    assert "2019 3_platform vannas" not in made
    files = published(finished)
    link = rb'href="granskning.html#([^"]+)">(?:<[^>]+>)*tryckt: (?:<[^>]+>)*6<'
    links = re.findall(link, files["ungdomstorget.html"])
    assert links and all(b'id="' + to + b'"' in files["granskning.html"] for to in links)
