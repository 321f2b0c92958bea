"""A year is adopted, and the next year's file has another figure for it: that is counted and said."""

import re
from pathlib import Path

from support.workspaces import command, facts, new_workspace, published, report

HEAD = "Kommun;År;Period;Ohälsa;Arbetsmarknadsstöd;Ekonomiskt bistånd;Totalt;Befolkning"
ROWS = ("Umeå;2017;helår;5 414;2 295;750;8 459;81 340", "Umeå;2018;helår;5 300;2 200;720;8 220;82 000")
REVISION = "hae:umea:2018:revision"


def test_what_the_next_year_has_otherwise_than_an_adopted_account_is_counted_and_said(tmp_path: Path) -> None:
    root = new_workspace(tmp_path)
    content = "\r\n".join([HEAD, *ROWS, ""])
    (root / "data/raw/2018/helarsekvivalenter.csv").write_bytes(content.encode("windows-1252"))
    adopted = command("adopt", root, YEAR="2018", BY="AB", INCOMPLETE="fler listor finns inte")
    assert adopted.returncode == 0, adopted.stdout

    done = report(root)
    assert done.returncode == 0, done.stdout
    fact = facts(root)["2019", "forbundet", REVISION, "", "all"]
    assert (fact["value"], fact["unit"], fact["state"]) == ("-20", "count", "ok")
    assert ("2019", "forbundet", "hae:umea:2017:revision", "", "all") not in facts(root)  # the same in both
    page = re.sub(r"<[^>]*>", "", published(root)["forbundet-06-effektmatt.html"].decode()).replace(
        "\u00a0", " "
    )
    assert (
        "SCB har ändrat antalet i Umeå för 2018 med −20 sedan ett tidigare bokslut antogs, till 8 200."
        in page
    )
    assert "data/adopted/2018/1/facts.csv" in (root / "reports/2019/manifest.json").read_text(
        encoding="utf-8"
    )
