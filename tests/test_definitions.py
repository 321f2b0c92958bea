"""Definitions are data: validated all at once, copied to a new year, compared; new ones need no code."""

import copy
import functools
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Literal

import pytest
import yaml
from pydantic import Field, ValidationError
from support.clean_tables import FIXTURE_DEFINITIONS
from support.workspaces import count_year

from helpers import definitions
from helpers.audit import registers
from helpers.audit.record import Record
from helpers.counting import likeness
from helpers.defining import references
from helpers.defining.definition_parts import Strict
from helpers.definitions import Definitions
from helpers.paths import REPOSITORY, TEST_NUMBERS, Workspace
from helpers.reading import definition_faults, strict_yaml
from helpers.reading.strict_yaml import DefinitionError

SHIPPED = sorted(
    [*(REPOSITORY / "data" / "definitions").glob("*.yaml"), *FIXTURE_DEFINITIONS.parent.glob("*.yaml")]
)
TEXT = FIXTURE_DEFINITIONS.read_text(encoding="utf-8")


def line_of(text: str, words: str) -> int:
    """The one line that holds the words."""
    (number,) = [n for n, line in enumerate(text.split("\n"), 1) if words in line]
    return number


def changed(*changes: tuple[str, str]) -> str:
    """The fixture's definitions with words exchanged where they stand first."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def load(folder: Path, text: str, name: str = "2019.yaml") -> Definitions:
    (folder / name).write_text(text, encoding="utf-8")
    return definitions.load(folder / name)


def faults(folder: Path, text: str, name: str = "2019.yaml") -> list[str]:
    with pytest.raises(DefinitionError) as raised:
        load(folder, text, name)
    return str(raised.value).split("\n")


@pytest.mark.parametrize("path", SHIPPED, ids=[f"{p.parents[2].name}-{p.stem}" for p in SHIPPED])
def test_every_shipped_file_loads(path: Path) -> None:
    assert definitions.load(path).year == int(path.stem)


def test_the_shipped_years_are_there() -> None:
    assert {p.stem for p in SHIPPED} >= {"2017", "2018", "2019"}


# Faults


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "protected_below: 5",
            "protected_below: fem",
            "protected_below: Ska vara ett heltal, inte fem. Till exempel: protected_below: 5",
        ),
        (
            "name: Hikikomori",
            "nmae: Hikikomori",
            "platforms nr 4, nmae: Nyckeln finns inte. Menade du name? Till exempel: name: Navet i ",
        ),
        (
            "protected_below: 5",
            "protected_under: 5",
            "protected_under: Nyckeln finns inte. Menade du protected_below? Till exempel: protected_",
        ),
        (
            "parts: [vannas, bjurholm]",
            "parts: [vannas, bjurholmen]",
            "wholes nr 1, parts nr 2: plattformen ”bjurholmen” finns inte. Menade du ”bjurholm”?",
        ),
        (
            "parts: [vannas, bjurholm]",
            "parts: [vannas, kranskommunerna]",
            "wholes nr 1, parts nr 2: plattformen ”kranskommunerna” finns inte. De som finns är: "
            "ungdomstorget, vannas, bjurholm, hikikomori.",
        ),
        (
            "scale: framtid",
            "scale: framtiden",
            "questions nr 4, scale: skalan ”framtiden” finns inte. Menade du ”framtid”?",
        ),
        (
            "target_percent: 35",
            "target_percent: 135",
            "accounts nr 1, indicators nr 1, target_percent: 135 är för stort. Det största är 100. "
            "Till exempel: target_percent: 80",
        ),
        (
            "protected_below: 5",
            "protected_below: -1",
            "protected_below: -1 är för litet. Det minsta är 0. Till exempel: protected_below: 5",
        ),
        (
            'question: "1.5"',
            'question: "1.55"',
            "question: frågan ”1.55 till deltagare” finns inte. Menade du ”1.5 till deltagare”?",
        ),
        (
            "asked_of: [kranskommunerna]",
            "asked_of: [kranskommuner]",
            "respondents nr 3, asked_of nr 1: plattformen eller helheten ”kranskommuner” finns inte. "
            "Menade du ”kranskommunerna”?",
        ),
        (
            "asked_of: platforms",
            "asked_of: alla",
            "asked_of: alla är inget av platforms eller en lista. Till exempel: asked_of: platforms",
        ),
        (
            "answers_for: forbundet",
            "answers_for: forbund",
            "answers_for: plattformen eller helheten ”forbund” finns inte. Menade du ”forbundet”?",
        ),
        (
            "measure: to-work, ",
            "",
            "En indikator av slaget outcome behöver ett utfall. Till exempel: measure: to-work",
        ),
        (
            "target_percentage_points: 0}",
            "target_percentage_points: 0, target_change_percent: -1}",
            "Ett mål kan bara ha en av target_percentage_points och target_change_percent.",
        ),
        (
            "measure: to-work, ",
            "measure: to-wrok, ",
            "indicators nr 1, measure: utfallet ”to-wrok” finns inte. Menade du ”to-work”?",
        ),
        (
            "classes: [Sjukpenning/",
            "classes: [Sjukpening/",
            "klassen ”Sjukpening/Rehabpenning” finns inte. Menade du ”Sjukpenning/Rehabpenning”?",
        ),
        (
            "id: bjurholm",
            "id: vannas",
            "platforms nr 3, id: plattformen eller helheten ”vannas” står två gånger.",
        ),
        (
            "id: kranskommunerna",
            "id: forbundet",
            "wholes nr 1, id: plattformen eller helheten ”forbundet” står två",
        ),
        ("id: styrgrupp", "id: personal", "respondents nr 3, id: svarsgruppen ”personal” står två gånger."),
        ("- id: framtid", "- id: omfattning", "scales nr 3, id: skalan ”omfattning” står två gånger."),
        ('- id: "1.2"', '- id: "1.1"', "accounts nr 2, id: kontot ”1.1” står två gånger."),
        ('- id: "1.5"', '- id: "1.4"', "questions nr 2, id: frågan ”1.4 till deltagare” står två gånger."),
        (
            "id: umea",
            "id: vannas",
            "municipalities nr 4, id: kommunen eller området ”vannas” står två gånger.",
        ),
        ("municipality: Vännäs", "municipality: Vännas", "kommunen ”Vännas” finns inte. Menade du ”Vännäs”?"),
        ("id: men,", "id: man,", "genders: Ska ha women och men, en gång var."),
        ('id: "yes"', 'id: "ja"', "decisions: Ska ha yes och no, en gång var."),
        (
            "labels: [Man, M, Män]",
            "labels: [Man, M, kvinna]",
            "labels nr 3: ”kvinna” står redan i samma avsnitt.",
        ),
        ("name: Socialtjänsten", "name: arbetsförmedlingen", "name: ”arbetsförmedlingen” står redan i samma"),
        ("label: Studier", "label: arbete", "outcomes nr 2, label: ”arbete” står redan i samma avsnitt."),
        ("id: dropped-out", "id: total", "outcomes nr 4, id: ”total” är namnet på ett annat mått."),
        (
            "ungdomstorget:100",
            "ungdomstorget",
            "outcomes nr 1, source: ”socialt-bokslut-2018-ungdomstorget” ska vara",
        ),
        (
            "name: Ungdomstorget,",
            "name: Ungdomstorget, ages: [29, 16],",
            "Den yngsta åldern står först, inte 29 och sedan 16.",
        ),
        (
            "name: Ungdomstorget,",
            "name: Ungdomstorget, ages: [16],",
            "Listan är för kort. Den ska ha minst 2. Till exempel: ages: [16, 29]",
        ),
        *(
            (
                "# Aktualiserad av\n",
                f"age_groups: {groups}\n",
                f"age_groups: Åldersgrupperna ska stå i ordning och inte gå in i varandra. {last} kan inte",
            )
            for groups, last in (
                ("[[16, 29], [29, 44]]", 29),
                ("[[30, 44], [16, 29]]", 16),
                ("[[29, 16]]", 16),
            )
        ),
        ("id: vannas", "id: Vännäs", "platforms nr 2, id: Vännäs kan inte vara ett id."),
        (
            "kind: example",
            "kind: exempel",
            "kind: exempel är inget av outcome, question, example, register, society, declared eller",
        ),
        (
            "{kind: society, target_percentage_points: 0}",
            "{kind: declared, measure: stafff, targets: {vannas: 3}}",
            "measure: den angivna uppgiften ”stafff” finns inte. Menade du ”staff”?",
        ),
        (
            "{kind: society, target_percentage_points: 0}",
            "{kind: declared, targets: {vannas: 3}}",
            "slaget declared behöver en uppgift ur declared_measures",
        ),
        (
            "{kind: society, target_percentage_points: 0}",
            "{kind: declared, measure: staff, targets: {vanas: 3}}",
            "targets, vanas: plattformen eller helheten ”vanas” finns inte. Menade du ”vannas”?",
        ),
        (
            "{kind: society, target_percentage_points: 0}",
            "{kind: declared, measure: staff, target_percent: 70}",
            "target_percent: Mål för det som mäts på annat håll skrivs per plats",
        ),
        (
            "{kind: society, target_percentage_points: 0}",
            "{kind: society, target_percentage_points: 0, targets: {vannas: -3}}",
            "targets: Nyckeln targets hör bara till en indikator av slaget declared",
        ),
        (
            "{kind: society, target_percentage_points: 0}",
            "{kind: declared, id: 1.2x, measure: staff}, {kind: declared, id: 1.2x, measure: staff}",
            "målet ”1.2x”",
        ),
        ("Umeå, separate: true", "Umeå, separate: yes", "separate: Ska vara true eller false, inte 'yes'."),
    ],
)
def test_a_fault_is_told_in_swedish_on_its_line(tmp_path: Path, old: str, new: str, what: str) -> None:
    text = changed((old, new))
    at = TEXT[: TEXT.index(old)].count("\n") + 1
    found = faults(tmp_path, text)
    told = [f for f in found if what in f]
    assert len(told) == 1 and not [f for f in found if english(f)], found
    assert abs(int(told[0].split(":")[1]) - at) <= NEAR, (at, told)


NEAR = 4  # lines: a fault of a whole entry stands where the entry begins
PYDANTIC = (
    "input",
    "should",
    "valid",
    "required",
    "permitted",
    "extra",
    "field",
    "greater",
    "least",
    "match",
)


def english(fault: str) -> list[str]:
    """Words of pydantic's own in a message."""
    return [w for w in re.findall(r"[a-z]+", fault.partition(": ")[2].lower()) if w in PYDANTIC]


def test_faults_come_all_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        changed(
            ("protected_below: 5", "protected_below: fem"),
            ("name: Hikikomori", "nmae: Hikikomori"),
            ("parts: [vannas, bjurholm]", "parts: [vannas, bjurholmen]"),
            ("scale: framtid", "scale: framtiden"),
            ("positive: []", "positive: [Vet ej]"),
            ("target_percent: 35", "target_percent: 135"),
        ),
    )
    assert len(found) == 6 and found == sorted(found, key=lambda f: int(f.split(":")[1]))


def _everywhere(data: object, place: tuple = ()) -> Iterator[tuple]:
    """Every key of a definitions file, and where it stands."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield (*place, key)
            yield from _everywhere(value, (*place, key))
    elif isinstance(data, list):
        for n, value in enumerate(data):
            yield from _everywhere(value, (*place, n))


class _Keys(Strict):
    kinds: dict[Literal["one", "two"], int]
    named: dict[Annotated[str, Field(pattern="^[a-z]+$")], int]


def test_a_key_that_is_none_of_those_known_is_told_by_its_line() -> None:
    with pytest.raises(DefinitionError) as raised:
        strict_yaml.told_faults("kinds:\n  tow: 1\nnamed:\n  A1: 1\n", Path("x.yaml"), _Keys, lambda _: ())
    known, named = str(raised.value).splitlines()
    assert known.startswith("x.yaml:2: kinds, tow") and "two" in known
    assert named.startswith("x.yaml:4: named, A1")


def _told(data: dict) -> list[str]:
    """What is said of a definitions file with this content."""
    found = [what for _, what in references.broken_references(data)]
    try:
        Definitions.model_validate(data)
    except ValidationError as error:
        found += [what for _, what in definition_faults.told(error, data, Definitions)]
    return found


def test_every_key_taken_away_misspelt_or_of_another_type_is_told_in_swedish() -> None:
    """Thrice as many files as there are keys; whatever is a fault says so without a word of pydantic's."""
    whole, told, silent = yaml.safe_load(TEXT), 0, set()
    keys = [p for p in _everywhere(whole) if p[:-1] not in FREE_NAMES]
    for place in keys:
        for change in ("away", "misspelt", "other"):
            data = copy.deepcopy(whole)
            entry = functools.reduce(lambda d, step: d[step], place[:-1], data)
            value = entry.pop(place[-1])
            if change == "misspelt":
                entry[f"{place[-1]}x"] = value
            if change == "other":
                entry[place[-1]] = 1 if isinstance(value, dict) else {"a": 1}
            if not (lines := _told(data)):
                silent.add((change, place[-1]))
                continue
            told += 1
            assert not [f for f in lines if english(f)], (place, lines)
            if change != "away" or place[-1] not in OPTIONAL:
                assert str(place[-1]) in "".join(lines), (place, change, lines)
    assert told > 800 and {change for change, _ in silent} == {"away"}
    assert {key for _, key in silent} <= OPTIONAL


def test_a_fault_of_a_whole_entry_stands_where_it_begins(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, changed(("positive: []", "positive: [Vet ej]")))
    at = line_of(TEXT, "- id: framtid")
    assert fault == (
        f"2019.yaml:{at}: scales nr 3: ”Vet ej” bland de positiva är inget svar på skalan framtid. "
        "Till exempel: positive: [Helt]"
    )
    apart = "apart: {id: sarredovisade, name: De särredovisade insatserna, short: De särredovisade}"
    (fault,) = faults(tmp_path, changed((apart, "")))
    assert fault.startswith(f"2019.yaml:{line_of(TEXT, 'id: hikikomori')}: platforms nr 4, separate: ")
    assert fault.endswith(f"summan av dem som gör det saknas. Skriv till exempel: {apart}")


# Entries whose keys anybody may choose.
FREE_NAMES = (
    ("declared_measures",),
    ("agreement_measures",),
    ("agreement_parties",),
    ("final_report_measures",),
    ("preventive", "efforts"),
    ("english",),
)
OPTIONAL = {
    *("ages", "municipality", "short", "separate", "apart", "statistics_areas", "summaries", "contact"),
    *("clause", "source", "positive", "protected", "answers_for", "about", "target_percent", "respondents"),
    *("target_percentage_points", "target_change_percent", "target_change"),
    *("target_count", "accessibility_reviewed", "declared_measures", "nafs", "rule", "other_places"),
    *("agreement_measures", "agreement_parties", "preventive", "figures"),
    *("obstacles", "other_goals", "final_report_measures", "licence", "age_groups", "english"),
}  # keys that may be left out where nothing else names them


def test_the_examples_are_a_definitions_file_of_their_own(tmp_path: Path) -> None:
    text = yaml.safe_dump(Definitions.EXAMPLE, allow_unicode=True, sort_keys=False)
    defined = load(tmp_path, text, "2020.yaml")
    assert defined.places == ["navet", "bryggan", "bada-navet", "forbundet", "sarredovisade", "natverket"]


def test_a_file_from_before_the_sections_is_told_of_each_and_of_nothing_that_rests_on_them() -> None:
    data = yaml.safe_load(TEXT)
    sections = ("together", "municipalities", "genders", "referrers", "decisions", "outcomes")
    for section in sections:
        del data[section]
    assert sorted(f.partition(":")[0] for f in _told(data)) == sorted(sections)


def test_a_file_from_before_a_section_existed_is_told_how_it_is_written(tmp_path: Path) -> None:
    start, end = TEXT.index("# Avslutsorsak"), TEXT.index("# asked_of") if "# asked_of" in TEXT else None
    without = TEXT[:start] + TEXT[TEXT.index("\nrespondents:") if end is None else end :]
    found = faults(tmp_path, without)
    (fault,) = [f for f in found if "outcomes: Nyckeln saknas" in f]
    assert "Skriv till exempel: outcomes: [{id: to-work, label: Arbete, name: Till arbete" in fault


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("year: 2019", "year: 2019\nyear: 2019", "year"),
        ("    scale: framtid", "    scale: framtid\n    scale: omfattning", "scale"),
        ("name: Hikikomori,", "name: Hikikomori, name: Annat,", "name"),
    ],
    ids=["top", "in a question", "on one line"],
)
def test_a_key_that_stands_twice_is_named(tmp_path: Path, old: str, new: str, name: str) -> None:
    text = changed((old, new))
    at = text[: text.index(new)].count("\n") + 1 + new.count("\n")
    assert faults(tmp_path, text) == [f"2019.yaml:{at}: Nyckeln {name} står två gånger. Ta bort den ena."]


def test_a_key_twice_and_a_fault_of_the_schema_come_together(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        changed(("year: 2019", "year: 2019\nyear: 2019"), ("protected_below: 5", "protected_below: -1")),
    )
    assert ["två gånger" in f for f in found] == [True, False] and "protected_below" in found[1]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: [1\nb: 2\n", "2019.yaml:2: Raden går inte att läsa som YAML."),
        ("- a\n- b\n", "2019.yaml:1: Filen ska bestå av nycklar med värden"),
        ("", "2019.yaml:1: Filen ska bestå av nycklar med värden"),
        ("a: b\nc: \x00\n", "2019.yaml:2: Raden går inte att läsa som YAML."),
        ("a: 2019-02-30\n", "2019.yaml:1: Raden går inte att läsa som YAML."),
    ],
)
def test_what_is_no_definitions_file_is_named_with_a_line(tmp_path: Path, text: str, what: str) -> None:
    (fault,) = faults(tmp_path, text)
    assert fault.startswith(what)


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    before, words, after = TEXT.partition("association: Samordningsförbundet")
    (tmp_path / "2019.yaml").write_bytes(before.encode() + words.encode("cp1252") + after.encode())
    with pytest.raises(DefinitionError, match=rf"^2019\.yaml:{line_of(TEXT, words)}: Filen är inte UTF-8"):
        definitions.load(tmp_path / "2019.yaml")


@pytest.mark.parametrize("name", ["2020.yaml", "02019.yaml", "utkast.yaml"])
def test_the_year_must_be_the_files_own(tmp_path: Path, name: str) -> None:
    at = line_of(TEXT, "year: 2019")
    assert faults(tmp_path, TEXT, name) == [f"{name}:{at}: year: Året är 2019, men filen heter {name}."]


def test_a_file_that_does_not_exist_says_so(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"2031\.yaml: Filen finns inte"):
        definitions.load(tmp_path / "2031.yaml")


# YAML without surprises


@pytest.mark.parametrize("word", ["no", "No", "yes", "on", "off", "y", "010", "007", "-010"])
def test_words_that_yaml_takes_for_truth_or_octal_stay_text(tmp_path: Path, word: str) -> None:
    defined = load(
        tmp_path,
        changed(("positive: []", f"positive: [{word}]"), ("      - Kan inte svara", f"      - {word}")),
    )
    assert defined.scale("framtid").answers[-1] == word and defined.scale("framtid").positive == [word]


def test_true_and_false_are_truth_and_nothing_else_is(tmp_path: Path) -> None:
    assert load(tmp_path, TEXT).platform("hikikomori").separate is True
    (fault,) = faults(tmp_path, changed(("Umeå, separate: true", "Umeå, separate: yes")))
    assert "separate: Ska vara true eller false, inte 'yes'." in fault


def test_an_id_that_yaml_reads_as_a_number_is_refused_not_rounded(tmp_path: Path) -> None:
    """4.10 without quotes would be 4.1."""
    text = changed(('- id: "4.10"', "- id: 4.10"))
    found = faults(tmp_path, text)
    assert any(
        f.startswith(f"2019.yaml:{line_of(text, 'id: 4.10')}: ") and "id: Ska vara en text" in f
        for f in found
    )


# A new year


def test_new_year_copies_the_last_one_and_changes_the_year_alone(tmp_path: Path) -> None:
    for path in FIXTURE_DEFINITIONS.parent.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    target = definitions.new_year(tmp_path, 2021)
    assert target == tmp_path / "2021.yaml"
    assert target.read_text(encoding="utf-8") == TEXT.replace("\nyear: 2019\n", "\nyear: 2021\n")
    assert definitions.load(target).year == 2021
    assert sorted(p.name for p in tmp_path.iterdir()) == ["2018.yaml", "2019.yaml", "2021.yaml"]


@pytest.mark.parametrize("written", ["year:  2019", "year: 2019 # the year"])
def test_new_year_finds_the_year_however_it_is_spaced(tmp_path: Path, written: str) -> None:
    load(tmp_path, changed(("year: 2019\n", written + "\n")))
    assert definitions.load(definitions.new_year(tmp_path, 2020)).year == 2020


def test_new_year_takes_over_no_figure_that_the_economy_of_the_last_one_declares(tmp_path: Path) -> None:
    shutil.copy(REPOSITORY / "data" / "definitions" / "2019.yaml", tmp_path)
    before = definitions.load(tmp_path / "2019.yaml").economy
    after = definitions.load(definitions.new_year(tmp_path, 2020)).economy
    assert before is not None and after is not None and len(before.declared) > 0
    assert after == before.model_copy(update={"declared": after.declared}) and len(after.declared) == 0


def test_new_year_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "2019.yaml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "2020.yaml").write_text("my own work", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"2020\.yaml finns redan"):
        definitions.new_year(tmp_path, 2020)
    assert (tmp_path / "2020.yaml").read_text(encoding="utf-8") == "my own work"


def test_new_year_without_an_earlier_year_says_so(tmp_path: Path) -> None:
    (tmp_path / "2019.yaml").write_text(TEXT, encoding="utf-8")
    with pytest.raises(DefinitionError, match="före 2018"):
        definitions.new_year(tmp_path, 2018)
    assert not (tmp_path / "2018.yaml").exists()


def test_new_year_leaves_nothing_behind_when_the_last_one_is_faulty(tmp_path: Path) -> None:
    (tmp_path / "2019.yaml").write_text(changed(("scale: framtid", "scale: framtiden")), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"2019\.yaml:\d+: questions nr 4, scale"):
        definitions.new_year(tmp_path, 2020)
    assert [p.name for p in tmp_path.iterdir()] == ["2019.yaml"]


def test_new_year_works_before_anything_is_delivered(workspace: Workspace) -> None:
    definitions.new_year(workspace.definitions, 2020)
    assert not workspace.raw(2020).exists()
    assert definitions.load(workspace.definitions / "2020.yaml").platform_ids[0] == "ungdomstorget"


# Like with like

# 2018's id -> 2017's, where both are measured by a question; ids, wording and scales change between years.
# 3.6-3.8 (2017: 3.7-3.9) ask for good examples; dropped in 2018: 1.8, 2.1-2.4, 3.3 and 4.3 of 2017.
MAPPING = {
    "1.4": "1.4",
    "1.5": "1.5",
    "1.6": "1.6",
    "1.7": "1.7",
    "1.8": "1.9",
    "3.1a": "3.1a",
    "3.1b": "3.1b",
    "3.2": "3.2",
    "3.3": "3.4",
    "3.4": "3.5",
    "3.4a": "3.5a",
    "3.4b": "3.5b",
    "3.5": "3.6",
    "4.1": "4.1",
    "4.2": "4.2",
    "4.3a": "4.4a",
    "4.3b": "4.4b",
    "4.4": "4.5",
    "4.5": "4.6",
    "4.6": "4.7",
    "4.7": "4.8",
    "4.8": "4.9",
    "4.9": "4.10",
    "4.11": "4.11",
    "4.12": "4.12",
}
# Ids that follow the mapping, but the question is not alike: not compared.
UNLIKE = {
    "4.7": "likavärdesprincipen became likabehandlingsprincipen (socialt-bokslut-2017-ungdomstorget:1014, "
    "socialt-bokslut-2018-ungdomstorget:936)",
    "4.8": "asked of the staff, then of the steering group (socialt-bokslut-2017-ungdomstorget:1017, "
    "socialt-bokslut-2018-ungdomstorget:938)",
}
NEW_IN_2018 = {"4.10"}


@pytest.fixture(scope="module")
def years() -> dict[int, Definitions]:
    return {y: definitions.load(Workspace(REPOSITORY).definitions / f"{y}.yaml") for y in (2017, 2018, 2019)}


def pairs(now: Definitions, before: Definitions) -> dict[tuple[str, str], str | None]:
    """Each question and group of a year, and the id of last year's question that is like it."""
    asked = [(q, group) for q in now.questions for group in q.respondents]
    found = {(q.id, group): likeness.comparable(now, before, q, group) for q, group in asked}
    return {key: old.id if old else None for key, old in found.items()}


def test_2018_is_compared_with_2017_by_the_method_s_mapping(years: dict[int, Definitions]) -> None:
    found = pairs(years[2018], years[2017])
    assert {id_ for id_, _ in found} == {*MAPPING, *NEW_IN_2018}
    for (id_, group), old in found.items():
        assert old == (None if id_ in {*UNLIKE, *NEW_IN_2018} else MAPPING[id_]), (id_, group)


def test_no_question_that_was_dropped_in_2018_is_compared(years: dict[int, Definitions]) -> None:
    measured = {q.id for q in years[2017].questions}
    assert measured - set(MAPPING.values()) == {"4.3"}
    assert "4.3" not in pairs(years[2018], years[2017]).values()


def test_2019_is_compared_with_2018_only_where_scale_and_wording_are_the_same(
    years: dict[int, Definitions],
) -> None:
    """1.4, 1.6 and 1.7 change scale and wording in 2019, 1.5 its scale, 4.6 its wording."""
    assert pairs(years[2019], years[2018]) == {
        ("1.4", "deltagare"): None,
        ("1.5", "deltagare"): None,
        ("1.6", "deltagare"): None,
        ("1.7", "deltagare"): None,
        ("4.5", "personal"): "4.5",
        ("4.6", "personal"): None,
        ("4.9", "styrgrupp"): "4.9",
        ("4.10", "personal"): "4.10",
        ("4.11", "personal"): "4.11",
        ("4.12", "styrgrupp"): "4.12",
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["questions"][0].update(wordings=["En annan fråga?"]),
        lambda d: d["questions"][0].update(respondents=["personal"]),
        lambda d: d["scales"][0]["positive"].pop(),
        lambda d: d["scales"][0]["answers"].reverse(),
    ],
    ids=["wording", "group", "positive answers", "scale"],
)
def test_a_question_that_changed_is_not_compared(change: Callable[[dict], object]) -> None:
    now = definitions.load(FIXTURE_DEFINITIONS)
    data = now.model_dump()
    question = now.question("1.4", "deltagare")
    same = Definitions.model_validate(data)
    assert likeness.comparable(now, same, question, "deltagare") == question
    change(data)
    assert likeness.comparable(now, Definitions.model_validate(data), question, "deltagare") is None


def test_a_whole_of_other_parts_is_another_scope(years: dict[int, Definitions]) -> None:
    assert likeness.same_scope(years[2018], years[2017], "ungdomsplattformen")
    assert not likeness.same_scope(years[2019], years[2018], "kranskommunerna")
    assert not likeness.same_scope(years[2018], years[2017], "vindeln") and likeness.same_scope(
        years[2019], years[2018], "vindeln"
    )


# A new platform and a new question are data


def test_a_new_platform_and_a_new_question_need_no_code(workspace: Workspace) -> None:
    path = workspace.definitions / "2019.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("wholes:\n", "  - {id: nya-torget, name: Nya torget, municipality: Umeå}\n\nwholes:\n"),
        ("parts: [vannas, bjurholm]", "parts: [vannas, bjurholm, nya-torget]"),
        ("scales:\n", "scales:\n  - {id: betyg, answers: [no, 010, Toppen], positive: [010, Toppen]}\n"),
        (
            "questions:\n",
            'questions:\n  - {id: "9.9", respondents: [deltagare], scale: betyg, '
            'wordings: ["Vilket betyg ger du oss?"]}\n',
        ),
        (
            "\nareas:\n",
            "\nareas:\n  - id: '9'\n    name: Nytt\n    accounts:\n"
            "      - id: '9.9'\n        name: Betyget.\n"
            "        indicators:\n"
            "          - {kind: question, question: '9.9', respondents: deltagare, target_percent: 60}\n",
        ),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    raw = workspace.raw(2019)
    before = count_year(workspace, 2019)
    numbers = TEST_NUMBERS.read_text(encoding="ascii").split()[20000:20003]
    rows = [
        f"{n};{'Man' if int(n[10]) % 2 else 'Kvinna'};Umeå;2019-01-10;Socialtjänsten;Ja;"
        "2019-02-01;2019-05-01;Arbete"
        for n in numbers
    ]
    header = "Personnummer;Kön;Kommun;Aktualiserad;Aktualiserad av;Beslut;Start;Slut;Avslutsorsak"
    (raw / "participants" / "nya-torget.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    (raw / "surveys" / "deltagare.xlsx").unlink()
    answers = ["no", "010", "Toppen", "toppen", "010"]
    lines = ["Plattform;Kön;Vilket betyg ger du oss?", *(f"NYA TORGET;Kvinna;{a}" for a in answers)]
    (raw / "surveys" / "deltagare.csv").write_text("\n".join(lines), encoding="utf-8")
    facts = count_year(workspace, 2019)
    assert before.get("nya-torget", "total").state == "missing"
    assert (facts.get("nya-torget", "total").value, facts.get("nya-torget", "share:to-work").value) == (3, 1)
    for place in ("forbundet", "kranskommunerna"):
        assert facts.get(place, "total").value == before.get(place, "total").value + 3
    result = facts.get("nya-torget", "question:9.9", "deltagare")
    assert (result.numerator, result.denominator) == (4, 5)
    assert facts.get("nya-torget", "answer:9.9:010", "deltagare").value == 2
    verdicts = [f for f in facts if f.platform == "nya-torget" and f.measure.startswith("verdict:9.9")]
    assert [f.state for f in verdicts] == ["ok"]


# Every YAML file, however it is broken: Swedish, by line, with what to do

ENGLISH = re.compile(
    r"\b(?:input|extra|should|must|expected|found|while|parsing|field|required|valid|string|unexpected|"
    r"argument|mapping|could not|error)\b",
    re.IGNORECASE,
)
AUDIT = REPOSITORY / "data/audit"
BROKEN = {
    "tab": ("2019", "  - {id: vuxentorget", "\t- {id: vuxentorget", 0, "tabb"),
    "no-break blank": ("2019", "  - {id: vuxentorget", "\u00a0\u00a0- {id: vuxentorget", 0, "mellanslag"),
    "bracket": ("2019", "short: Förbundet}", "short: Förbundet", 3, "öppnas på rad 7"),
    "quote": ("2019", "short: Förbundet}", 'short: "Förbundet}', None, "öppnas på rad 7"),
    "two parts": ("2019", "year: 2019", "year: 2019\n---", None, "delad med ---"),
    "a date": ("2019", "year: 2019", "year: 2019-02-30", 0, "almanackan"),
    "an alias": ("2019", "year: 2019", "year: &a 2019\nplatforms: *a", 1, "Hänvisningar"),
    "a merge": ("2019", "year: 2019", "year: 2019\n<<: {a: b}", 1, "<<: Nyckeln finns inte"),
    "a time of day": ("2019", "short: Robertsfors", "short: 12:30", None, ""),
    "base sixty": ("2019", "protected_below: 5", "protected_below: 5:05", 0, "heltal, inte '5:05'"),
    "base sixteen": ("2019", "protected_below: 5", "protected_below: 0x05", 0, "heltal, inte '0x05'"),
    "underscores": ("2019", "protected_below: 5", "protected_below: 1_000", 0, "heltal, inte '1_000'"),
    "infinity": ("2019", "protected_below: 5", "protected_below: .inf", 0, "heltal, inte '.inf'"),
    "too long": ("2019", "protected_below: 5", f"protected_below: {'9' * 5000}", 0, "heltal"),
    "a number for a key": ("2019", "year: 2019", "year: 2019\n12: x", 1, "Nyckeln 12 är ingen text"),
    "no key": ("2019", "year: 2019", "year: 2019\n: x", 1, "YAML"),
    "a key of a list": ("2019", "year: 2019", "year: 2019\n? [a]\n: x", 1, "YAML"),
    "a Swedish key": ("2019", "municipality: Umeå, ages", "kommun: Umeå, ages", 0, "De som finns är"),
    "a list for a word": ("2019", "kind: outcome", "kind: [a]", 0, "[a] är inget av"),
    "a word for a list": ("2019", "ages: [16, 29]", "ages: 16-29", 0, "en lista"),
    "tag": ("2019", "year: 2019", "year: !!python/name:os.system x", 0, "YAML"),
    "breaks key": ("breaks", "kind: scale", "slag: scale", 0, "slag: Nyckeln finns inte"),
    "breaks word": ("breaks", "kind: scale", "kind: skale", 0, "Menade du ”scale”?"),
    "breaks truth": ("breaks", "comparable: true", "comparable: ja", 0, "true eller false"),
    "names key": ("names", "places:", "plases:", 0, "Menade du places?"),
    "names number": ("names", '"socialsekreterare":', "344:", 0, "Nyckeln 344 är ingen text"),
    "names list": ("names", '"chefer och medarbetare"', "[a]", 0, "en text"),
    "names blank": ("names", '"chefer och medarbetare"', '""', 0, "Texten är tom."),
    "sources key": ("sources", "owner:", "ower:", 0, "Menade du owner?"),
    "sources word": ("sources", "account: 2017", "account: tjugo", 0, "heltal, inte tjugo"),
    "sources truth": ("sources", "scanned: true", "scanned: kanske", 0, "true eller false"),
    "sources twice": ("sources", "account: 2017", "account: 2017, account: 2018", 0, "två gånger"),
    "sources bracket": ("sources", "account: 2017", "account: [2017", 0, "stängs inte"),
    "deep": ("breaks", "kind: scale", f"kind: {'[' * 3000}{']' * 3000}", None, "YAML"),
}
READERS = {
    "2019": (REPOSITORY / "data/definitions/2019.yaml", lambda p: definitions.load(p)),
    "breaks": (REPOSITORY / "data/breaks.yaml", lambda p: likeness.load(p)),
    "names": (AUDIT / "names.yaml", lambda p: registers.read_names(p.parent)),
    "sources": (AUDIT / "sources.yaml", lambda p: Record(p.parent, p.parent).sources),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_every_broken_yaml_is_told_in_swedish_by_line(case, tmp_path: Path) -> None:
    name, old, new, below, said = case
    path, read = READERS[name]
    text = path.read_text(encoding="utf-8")
    holding = next(line for line in text.splitlines() if line and line[0] != "#" and old in line)
    at = text.index(old, text.index(holding))
    (tmp_path / path.name).write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    if not said:  # what looks like another type is text
        read(tmp_path / path.name)
        return
    with pytest.raises(DefinitionError) as told:
        read(tmp_path / path.name)
    lines = str(told.value).splitlines()
    assert all(re.match(rf"{path.name}:\d+: .", line) for line in lines) and said in str(told.value)
    assert not ENGLISH.search(
        re.sub(r"”[^”]*”|De som finns är .*|Till exempel: .*|av .* eller ", "", lines[0])
    )
    if below is not None:
        line = text[:at].count("\n") + 1 + below
        assert [x for x in lines if x.startswith(f"{path.name}:{line}: ") and said in x]


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "content", ["", "a", "- a\n", "a: b\n", "[", "\u00e5".encode("cp1252"), "å".encode("utf-16")]
)
def test_a_file_of_another_kind_is_told_in_swedish(name: str, content: str | bytes, tmp_path: Path) -> None:
    path, read = READERS[name]
    (tmp_path / path.name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DefinitionError, match=rf"^{path.name}:1: .+") as told:
        read(tmp_path / path.name)
    assert not ENGLISH.search(str(told.value).partition("Till exempel")[0])
