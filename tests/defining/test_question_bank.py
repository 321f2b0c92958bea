"""The national network's questions: imported by number, and never reworded under one."""

import re
from pathlib import Path

import pytest
import yaml
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.defining import question_bank
from helpers.paths import REPOSITORY
from helpers.reading.strict_yaml import DefinitionError

TEXT = FIXTURE_DEFINITIONS.read_text(encoding="utf-8")
BANK = yaml.safe_load(question_bank.BANK.read_text(encoding="utf-8"))


def written(folder: Path, **keys: object) -> Path:
    """The fixture's definitions whose question 1.6 has these keys; None leaves one out."""
    data = yaml.safe_load(TEXT)
    asked = data["questions"]
    at = next(i for i, question in enumerate(asked) if question["id"] == "1.6")
    asked[at] = {key: value for key, value in (asked[at] | keys).items() if value is not None}
    path = folder / FIXTURE_DEFINITIONS.name
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def test_each_question_of_the_bank_says_where_it_is_printed():
    for entry in BANK:
        assert set(entry) == {"nns", "wordings", "source"} and entry["wordings"]
        assert re.fullmatch(r"[1-9][0-9]?[a-z]?", entry["nns"])
        assert re.fullmatch(r"socialt-bokslut-2017-[a-z]+:[0-9]+", entry["source"])
    numbers = [entry["nns"] for entry in BANK]
    assert len(set(numbers)) == len(numbers)


def test_the_numbers_of_2017_are_those_of_the_accounts_goals():
    """Which of the network's indicators each goal is, as the accounts of 2017 print them."""
    printed = {"1.4": 1, "1.5": 2, "1.6": 5, "1.7": 7, "3.1": 14, "3.2": 15, "3.4": 10, "3.5": 9, "3.6": 4}
    printed |= {"4.4": 8, "4.5": 6}
    year = definitions.load(REPOSITORY / "data/definitions/2017.yaml")
    found = {(q.id.rstrip("ab"), int(q.nns.rstrip("abc"))) for q in year.questions if q.nns}
    assert found == set(printed.items())


def test_a_question_that_names_a_number_alone_has_the_banks_words(tmp_path):
    loaded = definitions.load(written(tmp_path, nns="5", wordings=None))
    (theirs,) = [entry["wordings"] for entry in BANK if entry["nns"] == "5"]
    assert loaded.question("1.6", "deltagare").wordings == theirs


def test_a_question_may_be_written_otherwise_but_not_worded_otherwise(tmp_path):
    (theirs,) = [entry["wordings"][0] for entry in BANK if entry["nns"] == "5"]
    other_form = f"1.6 {theirs.upper().replace('?', ' …')}"
    loaded = definitions.load(written(tmp_path, nns="5", wordings=[other_form]))
    assert loaded.question("1.6", "deltagare").wordings == [other_form]
    reworded = theirs.replace("situation", "livssituation")
    faulty = written(tmp_path, nns="5", wordings=[theirs, reworded])
    with pytest.raises(DefinitionError) as stopped:
        definitions.load(faulty)
    told = str(stopped.value)
    assert reworded in told and theirs in told and "NNS 5" in told
    line = faulty.read_text(encoding="utf-8").split("\n").index("  nns: '5'") + 1
    assert f":{line}:" in told


@pytest.mark.parametrize("number", ["11", "99", "5x"])
def test_a_number_without_a_printed_question_is_told(tmp_path, number):
    with pytest.raises(DefinitionError, match=f"ingen fråga {number} med"):
        definitions.load(written(tmp_path, nns=number))


def test_a_question_without_number_or_words_is_told(tmp_path):
    with pytest.raises(DefinitionError, match="wordings"):
        definitions.load(written(tmp_path, wordings=None))
