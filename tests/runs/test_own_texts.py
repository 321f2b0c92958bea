"""The office's own texts in a run: what they remake, what is told, what one that is stopped leaves alone."""

import json
from pathlib import Path

from support.workspaces import report, steps


def write(root: Path, words: str, name: str = "vannas.md") -> None:
    path = root / "data/texts/2019" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")


def page(root: Path, name: str) -> str:
    return (root / f"reports/2019/{name}.html").read_text(encoding="utf-8")


def test_a_text_remakes_its_page_and_no_other_and_stands_in_the_manifest(finished) -> None:
    write(finished, "# Hos oss\n\nUnder året deltog {total}.\n")
    done = report(finished)
    assert done.returncode == 0, done.stdout
    made = steps(done.stdout, "klart")
    assert "2019 3_platform vannas" in made and "data/texts/2019/vannas.md är ny" in done.stdout
    assert not made & {"2019 1_clean", "2019 2_facts", "2019 3_platform ungdomstorget", "2019 4_association"}
    assert "<h3>Hos oss</h3>" in page(finished, "vannas")
    manifest = json.loads((finished / "reports/2019/manifest.json").read_text(encoding="utf-8"))
    assert "data/texts/2019/vannas.md" in manifest["inputs"]
    write(finished, "# Hos oss\n\nUnder året deltog {total} personer.\n")
    made = steps(report(finished).stdout, "klart")
    assert "2019 3_platform vannas" in made and "2019 3_platform ungdomstorget" not in made


def test_a_false_sentence_stops_that_text_alone_and_is_told_again_when_nothing_changed(finished) -> None:
    write(finished, "Allt gick bra.\n\nUnder året deltog 7 312 personer.\n")
    write(finished, "Här gick allt bra.\n", "ungdomstorget.md")
    told = (
        "FEL: data/texts/2019/vannas.md, rad 3: ”7 312” stämmer inte med någon uppgift: "
        "”Under året deltog 7 312 personer.” Texten visas inte."
    )
    for _ in range(2):
        done = report(finished)
        assert done.returncode == 1 and told in done.stdout, done.stdout
    assert "Förbundets egen text visas inte här" in page(finished, "vannas")
    assert "7 312" not in page(finished, "vannas")
    assert "Här gick allt bra." in page(finished, "ungdomstorget")
