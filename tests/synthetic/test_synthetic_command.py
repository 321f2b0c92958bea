"""What `make synthetic` is told, and what it says of values that it cannot use."""

from pathlib import Path

import pytest

from helpers.faults import Stop
from helpers.synthetic import make_synthetic


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"ASSOCIATIONS": "0"}, "ASSOCIATIONS"),
        ({"ASSOCIATIONS": "många"}, "ASSOCIATIONS"),
        ({"SEED": "-1"}, "SEED"),
        ({"YEARS": "2020-2015"}, "YEARS"),
        ({"YEARS": "20"}, "YEARS"),
        ({"PARTICIPATIONS": "1"}, "PARTICIPATIONS"),
        ({"VARIATION": "mycket"}, "VARIATION"),
        ({"OUTLIER": "forbund-007"}, "forbund-080:to-work:0.1"),
        ({"OUTLIER": "forbund-081:to-work:0.1"}, "forbund-080:to-work:0.1"),
        ({"OUTLIER": "forbund-007:arbete:0.1"}, "to-work"),
        ({"OUTLIER": "forbund-007:to-work:0.9"}, "0.27"),
    ],
)
def test_a_value_that_cannot_be_used_is_told(variables: dict[str, str], told: str) -> None:
    with pytest.raises(Stop, match=told):
        make_synthetic.read(variables)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "min fil").write_text("viktigt", encoding="utf-8")
    for given in ("", str(tmp_path), str(tmp_path / "min fil")):
        with pytest.raises(Stop):
            make_synthetic.folder(given)
    assert make_synthetic.folder(str(tmp_path / "ny")) == tmp_path / "ny"


def test_more_people_at_once_than_there_are_numbers_is_told() -> None:
    from helpers.synthetic.invented_association import invent
    from helpers.synthetic.participation_rows import draw_rows

    asked = make_synthetic.read({"ASSOCIATIONS": "1", "YEARS": "2019", "PARTICIPATIONS": "60000"})
    with pytest.raises(Stop, match="PARTICIPATIONS"):
        draw_rows(invent(asked, 0))
