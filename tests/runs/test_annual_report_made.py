"""`make annual-report`: made with and without texts, remade where a text is another, told on the terminal."""

import csv
import shutil

from support.workspaces import command, edit, published, report, steps

from helpers import annual_report as report_parts

TEXT = "data/raw/2019/arsredovisning/11-sammanfattning.md"


def page(root) -> str:
    return page_of(root, "arsredovisning")


def page_of(root, name: str) -> str:
    return (root / f"reports/2019/{name}.html").read_text(encoding="utf-8")


def test_without_a_folder_of_texts_all_that_is_required_is_missing_and_nothing_stops(finished) -> None:
    shutil.rmtree(finished / "data/raw/2019/arsredovisning")
    done = command("annual-report", finished)
    assert done.returncode == 0, done.stdout
    assert "Årsredovisningen ligger i reports/2019/arsredovisning.html. Utkast." in done.stdout
    made = page(finished)
    for part in (p for p in report_parts.parts() if p.is_text_required):
        assert made.count(f'href="#del-{part.id}"') >= 1 and f"arsredovisning/{part.file}" in done.stdout
    assert ".md" not in made, "its readers are told of no file"
    assert "arsredovisning.csv" in published(finished)


def test_a_year_with_neither_ledger_nor_texts_has_no_annual_report_and_is_told_so(finished) -> None:
    done = command("annual-report", finished, YEAR="2018")
    assert done.returncode == 0 and "2018 har ingen årsredovisning" in done.stdout
    made = published(finished, 2018)
    assert "facts.csv" in made and not [n for n in made if n.startswith(("arsredovisning", "infor-"))]


def test_a_text_remakes_its_report_and_no_platform_s_and_stands_in_the_manifest(finished) -> None:
    edit(finished / TEXT, "Vi träffades", "Vi möttes", "utf-8")
    done = report(finished)
    made = steps(done.stdout, "klart")
    assert done.returncode == 0 and "2019 10_annual_report" in made and TEXT in done.stdout
    assert not made & {
        "2019 3_platform vannas",
        "2019 3_platform ungdomstorget",
        "2019 3_platform kranskommunerna",
    }
    assert "Vi möttes" in page(finished)


def test_what_texts_say_against_the_facts_is_told_and_changes_no_status(finished) -> None:
    edit(finished / TEXT, "{total}", "{totalt}", "utf-8")
    done = report(finished)
    told = "OBS: arsredovisning/11-sammanfattning.md, rad 6: {totalt} är ingen uppgift."
    assert done.returncode == 0 and told in done.stdout and "Menades {total}?" in done.stdout
    assert "Utfall saknas för" in page(finished)


def test_a_personnummer_stops_its_text_and_the_year_is_told_so(finished, test_numbers) -> None:
    edit(finished / TEXT, "Vi träffades", f"Vi träffade {test_numbers[0]}", "utf-8")
    done = report(finished)
    assert done.returncode == 1 and "liknar ett personnummer. Den visas inte." in done.stdout
    assert not any(test_numbers[0].encode() in content for content in published(finished).values())


def test_the_lines_of_the_statements_are_those_of_the_year(finished) -> None:
    made = published(finished)
    rows, facts = (
        list(csv.DictReader(made[name].decode().splitlines())) for name in ("arsredovisning.csv", "facts.csv")
    )
    known = {row["measure"]: row["value"] for row in facts if row["platform"] == "forbundet"}
    assert rows and all(row["value"] == known.get(row["measure"], "") for row in rows)


def test_an_own_text_makes_no_figure_of_the_year_one_s_own(finished) -> None:
    before = page_of(finished, "vannas")
    edit(finished / TEXT, "Vi träffades", "Vi möttes", "utf-8")
    assert report(finished).returncode == 0 and page_of(finished, "vannas") == before
