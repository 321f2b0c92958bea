"""What facts of the reconstructed years rest on, keyed by hand with the line or choice that makes it so."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from support.workspaces import FIXTURE, count_year

from helpers import definitions
from helpers.counting.everyone import EVERYONE
from helpers.counting.origins import known_cells, weakest, with_origins
from helpers.facts import DELIVERED, ORIGINS, Fact, Facts, share
from helpers.paths import REPOSITORY, Workspace
from helpers.reconstruction import build

SHIPPED = Workspace(REPOSITORY)

# 2017: socialt-bokslut-2017-ungdomstorget and -robertsfors; choices.yaml where nothing is printed.
OF_2017 = [
    ("ungdomstorget", "total", "", "all", "printed", "ungdomstorget:101, and in words :46"),
    ("ungdomstorget", "total", "", "women", "printed", "ungdomstorget:101"),
    ("ungdomstorget", "new", "", "men", "printed", "ungdomstorget:102"),
    ("robertsfors", "total", "", "all", "printed", "robertsfors:72"),
    ("robertsfors", "carried-over", "", "all", "derived", "total less new, :72-73"),
    ("robertsfors", "gender-share:total", "", "women", "derived", "16 of 28, :72"),
    ("robertsfors", "referred", "", "all", "invented", "no account of 2017 prints referrals"),
    ("robertsfors", "unique", "", "all", "invented", "no account says how many persons"),
    ("forbundet", "total", "", "all", "derived", "336 and 28; no account of 2017 is of the association"),
    ("forbundet", "gender-even", "", "all", "derived", "of derived women and men"),
    ("robertsfors", "question:1.4", "deltagare", "all", "printed", "robertsfors:270, For få svar"),
    ("robertsfors", "question:1.4", "deltagare", "women", "derived", "where all are too few"),
    ("robertsfors", "answered", "deltagare", "all", "invented", "choices: too_few, 3"),
    ("robertsfors", "verdict:1.6", "deltagare", "all", "printed", "of the printed too few"),
    ("ungdomstorget", "answer:1.4:Alltid", "deltagare", "all", "invented", "choices: behind a printed k/n"),
    ("ungdomstorget", "question:1.5", "deltagare", "women", "invented", "choices: respondents, no genders"),
    ("ungdomstorget", "difference:question:1.5", "deltagare", "all", "invented", "of an invented split"),
    ("ungdomstorget", "difference-claim:question:1.5", "deltagare", "all", "invented", "the same"),
    ("ungdomstorget", "difference:share:to-work", "", "all", "derived", "women and men of the printed table"),
    ("robertsfors", "sus:time:Upp till 1 år", "", "women", "printed", "robertsfors:88"),
    ("robertsfors", "sus:education:Grundskola", "", "all", "invented", "choices: sus 2017 robertsfors"),
    (
        "ungdomsplattformen",
        "sus:support-before:Försörjningsstöd",
        "",
        "all",
        "invented",
        "choices: lost by OCR",
    ),
    ("forbundet", "hae:robertsfors:2014:ill-health", "", "all", "printed", "robertsfors:147"),
    ("forbundet", "hae:robertsfors:2014:share", "", "all", "derived", "the share of the account of 2018"),
    ("ungdomstorget", "examples:1.3", "", "all", "printed", "ungdomstorget:311, Två (2)"),
    ("robertsfors", "examples:1.3", "", "all", "derived", "the account shows none"),
    ("ungdomstorget", "target:1.6", "deltagare", "all", "delivered", "the definitions; nobody's row"),
]
# 2018: socialt-bokslut-2018-ungdomstorget (U18), and what the account of 2019 prints of 2018 (S19).
OF_2018 = [
    ("ungdomsplattformen", "new", "", "all", "printed", "U18:96"),
    ("ungdomsplattformen", "new", "", "women", "printed", "U18:96"),
    ("ungdomsplattformen", "double-registered", "", "all", "printed", "U18:38"),
    ("ungdomsplattformen", "unique", "", "all", "derived", "378 less 28"),
    ("ungdomsplattformen", "share:positive", "", "all", "printed", "U18:41, 90 %"),
    ("ungdomsplattformen", "difference:share:to-work", "", "all", "derived", "U18:98-100"),
    ("ungdomstorget", "total", "", "all", "printed", "S19:1796"),
    ("ungdomstorget", "total", "", "women", "invented", "choices: participants 2018"),
    ("ungdomstorget", "new", "", "all", "invented", "choices: 105, printed of the whole only"),
    ("ungdomstorget", "carried-over", "", "all", "invented", "total less an invented number of new"),
    ("ungdomstorget", "share:to-work", "", "all", "printed", "S19:1796, 33 % of 122"),
    ("ungdomstorget", "to-work", "", "all", "derived", "the one count of 122 that is 33 %"),
    ("ungdomstorget", "remaining", "", "all", "derived", "282 less 122"),
    ("ungdomstorget", "difference:share:to-work", "", "all", "invented", "choices: women and men"),
    ("ungdomstorget", "gender-share:total", "", "women", "invented", "choices: women and men"),
    ("vuxentorget", "discharged", "", "all", "printed", "S19:1870"),
    ("vannas", "discharged", "", "all", "invented", "choices: 19 for the printed 29, S19:1966"),
    ("vannas", "share:to-work", "", "all", "invented", "26 % of 19, where 29 is printed"),
    ("vannas", "total", "", "all", "printed", "S19:1966"),
    ("forbundet", "total", "", "all", "derived", "862; S19:790 prints 959"),
    ("forbundet", "new", "", "all", "invented", "522, of invented parts"),
    ("forbundet", "discharged", "", "all", "invented", "19 of Vännäs among them"),
    ("forbundet", "verdict:1.1", "", "all", "invented", "of an invented share"),
    ("vannas", "verdict:1.1", "", "all", "invented", "of an invented share"),
    ("ungdomstorget", "question:1.5", "deltagare", "all", "printed", "U18, k of n"),
    ("ungdomstorget", "question:4.3a", "personal", "all", "printed", "U18:893, 80 % (2/30)"),
    (
        "ungdomstorget",
        "low:question:1.5",
        "deltagare",
        "all",
        "printed",
        "of a printed result; nobody was asked",
    ),
    ("ungdomstorget", "asked", "deltagare", "all", "delivered", "nothing says how many; missing"),
    ("forbundet", "hae:vannas:2017:change", "", "all", "printed", "U18:218"),
    ("forbundet", "hae:umea:2015:share", "", "all", "invented", "choices: population"),
    ("forbundet", "hae:umea:2016:change", "", "all", "invented", "from an invented share"),
    ("halsoframjande-etablering", "total", "", "all", "delivered", "no list"),
    ("forbundet", "economy:costs:samo", "", "all", "printed", "S19:1381"),
    ("forbundet", "economy:outcome:costs:samo", "", "all", "derived", "S19:1381 and 1386"),
    ("forbundet", "economy:outcome:activities:samo:vannas", "", "all", "invented", "ledger.yaml: results"),
    ("forbundet", "economy:outcome:office:hfe", "", "all", "invented", "of S19:1382, printed as a sum only"),
    (
        "forbundet",
        "economy:outcome:near-activity:samo:social-accounts",
        "",
        "all",
        "invented",
        "so is nothing",
    ),
    ("forbundet", "economy:balance-opening:1940", "", "all", "printed", "S19:1440"),
    ("forbundet", "economy:balance-opening:2440", "", "all", "invented", "ledger.yaml: opening"),
    ("forbundet", "economy:budget:costs:samo", "", "all", "delivered", "no budget; missing"),
]
# 2019: the board papers of 2020-03-20.
OF_2019 = [
    ("ungdomstorget", "share:to-work", "", "all", "printed", "S19:1792, 23 % of 128"),
    ("ungdomstorget", "new", "", "women", "printed", "the table of S19"),
    ("ungdomstorget", "verdict:1.1", "", "all", "printed", "of a printed share"),
    ("ungdomstorget", "difference:share:to-work", "", "all", "derived", "of the printed table"),
    ("forbundet", "total", "", "all", "derived", "903; S19:766 prints 904"),
    ("forbundet", "discharged", "", "all", "derived", "318; S19:768 prints 336"),
    ("forbundet", "to-work", "", "all", "printed", "S19:769, 88"),
    ("forbundet", "verdict:1.1", "", "all", "derived", "of a derived share"),
    ("bjurholm", "total", "", "all", "derived", "S19:1999-2000 tells of referrals only"),
    ("bjurholm", "referred", "", "all", "printed", "S19:2000"),
    ("bjurholm", "referred", "", "women", "invented", "choices: referrals"),
    ("ungdomstorget", "share:referred-by:arbetsformedlingen", "", "all", "printed", "S19:1790, 40 % of 148"),
    ("vannas", "share:referred-by:arbetsformedlingen", "", "all", "invented", "choices: 30 known of 33"),
    ("ungdomstorget", "answered:1.4", "deltagare", "all", "printed", "S19:2540"),
    ("ungdomstorget", "answered", "deltagare", "all", "derived", "S19:2543, (44/44)"),
    ("ungdomstorget", "response:discharged", "deltagare", "all", "derived", "44 of 128"),
    ("ungdomstorget", "question:1.4", "deltagare", "women", "invented", "choices: respondents 2019"),
    ("ungdomstorget", "judgement:1.4", "deltagare", "all", "derived", "44 answers of 128 discharged"),
    ("ungdomstorget", "asked", "personal", "all", "invented", "choices: invited"),
    ("ungdomstorget", "low:question:4.5", "personal", "all", "invented", "its width is of those asked"),
    ("ungdomstorget", "response:asked", "personal", "all", "invented", "33 of a chosen 40"),
    ("ungdomstorget", "judgement:4.5", "personal", "all", "invented", "whether it is sure depends on them"),
    ("ungdomstorget", "signals:all", "", "all", "invented", "the change of society is a result"),
    ("ungdomstorget", "signals:reached", "", "all", "invented", "which of the staff's are sure"),
    ("nordmaling", "question:1.4", "deltagare", "all", "invented", "choices: too_few, 2"),
    ("robertsfors", "answer:1.7:Kan inte svara", "deltagare", "all", "invented", "choices: lost by OCR"),
    ("ungdomstorget", "sus:people", "", "all", "printed", "S19:521"),
    ("ungdomstorget", "sus:time:Upp till 1 år", "", "all", "invented", "choices: sus 2019"),
    ("ungdomstorget", "sus:people", "", "women", "invented", "choices: sus 2019"),
    ("robertsfors", "sus:people", "", "all", "invented", "printed of the municipalities together only"),
    ("mellansteget", "total", "", "all", "delivered", "no list"),
    ("forbundet", "examples:1.3", "", "all", "delivered", "no such fact"),
    ("forbundet", "economy:outcome:activities:samo:vannas", "", "all", "printed", "S19:1534"),
    ("forbundet", "economy:budget:costs:samo", "", "all", "printed", "S19:1616"),
    (
        "forbundet",
        "economy:equity:brought-forward",
        "",
        "all",
        "printed",
        "S19:1414, though S19:296 has 2 292",
    ),
    ("forbundet", "economy:cash-flow:operating", "", "all", "derived", "S19:1437 prints another"),
    ("forbundet", "economy:balance:2440", "", "all", "printed", "the one account of S19:1503"),
    ("forbundet", "economy:last-year:debt:short", "", "all", "printed", "S19:1420"),
    (
        "forbundet",
        "economy:cost:vannas:per-participation",
        "",
        "all",
        "derived",
        "S19:1534 and the list's total",
    ),
]
KEYED = [(year, *row) for year, rows in ((2017, OF_2017), (2018, OF_2018), (2019, OF_2019)) for row in rows]


@pytest.mark.parametrize(
    ("year", "place", "measure", "respondents", "group", "origin", "because"),
    KEYED,
    ids=["/".join(map(str, row[:5])) for row in KEYED],
)
def test_keyed_by_hand(
    shipped_facts: dict[int, Facts],
    year: int,
    place: str,
    measure: str,
    respondents: str,
    group: str,
    origin: str,
    because: str,
) -> None:
    fact = shipped_facts[year].get(place, measure, respondents, group)
    assert fact.origin == origin, because


def test_every_origin_is_keyed() -> None:
    assert {row[5] for row in KEYED} == set(ORIGINS) and len(KEYED) >= 60


def test_every_split_of_answers_that_no_account_prints_is_invented(shipped_facts: dict[int, Facts]) -> None:
    """The accounts print no answers of women or of men; of those too few to show all are too few."""
    for year, facts in shipped_facts.items():
        split = [
            f for f in facts if f.measure.startswith("question:") and f.group in ("women", "men") and f.ok
        ]
        asked = any(f.measure.startswith("answered") for f in facts)
        assert bool(split) == asked and all(f.is_invented for f in split), year


def test_what_rests_on_something_is_never_stronger(shipped_facts: dict[int, Facts]) -> None:
    """An interval, a verdict and a claim are as weak as the result they are of."""
    for facts in shipped_facts.values():
        for f in facts:
            kind, _, of = f.measure.partition(":")
            if kind in ("low", "high", "least", "most"):
                result = facts.get(f.platform, of, f.respondents, f.group)
                assert weakest([f.origin, result.origin]) == f.origin, f.key


def test_made_by_the_reconstruction_as_it_is_kept() -> None:
    assert build.origins_text(SHIPPED) == SHIPPED.origins.read_text(encoding="utf-8")


def test_years_really_delivered_have_delivered_facts_only() -> None:
    assert {f.origin for f in count_year(Workspace(FIXTURE), 2019)} == {DELIVERED}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The shipped 2019 with a list of one's own in the place of Vännäs's, and the staff's answers too."""
    root = tmp_path_factory.mktemp("blandat")
    shutil.copytree(REPOSITORY / "data", root / "data", ignore=shutil.ignore_patterns("processed"))
    raw = root / "data" / "raw" / "2019"
    (raw / "participants" / "vannas.xlsx").unlink()
    shutil.copyfile(FIXTURE / "data/raw/2019/participants/vannas.csv", raw / "participants" / "vannas.csv")
    (raw / "surveys" / "personal.xlsx").unlink()
    shutil.copyfile(FIXTURE / "data/raw/2019/surveys/personal.csv", raw / "surveys" / "personal.csv")
    return count_year(Workspace(root), 2019)


def test_a_year_of_both_is_told_file_by_file(mixed: Facts) -> None:
    def origin(place: str, measure: str, respondents: str = "", group: str = "all") -> str:
        return mixed.get(place, measure, respondents, group).origin

    assert origin("vannas", "total") == origin("vannas", "share:to-work") == "delivered"
    assert origin("vannas", "unique", group="women") == "delivered"
    assert origin("ungdomstorget", "total") == "printed"
    assert origin("forbundet", "to-work") == "derived"  # no longer the printed sum
    assert origin("kranskommunerna", "unique") == "invented"
    assert {f.origin for f in mixed if f.respondents == "personal" and f.measure.startswith("question:")} == {
        "delivered"
    }
    assert origin("ungdomstorget", "question:1.4", "deltagare", "women") == "invented"


def test_everyone_rests_on_the_lists_that_stand_apart_too() -> None:
    defined = definitions.load(SHIPPED.definitions / "2019.yaml")
    fact = Fact(2019, "forbundet", EVERYONE, value=3, state="ok")
    for shipped, origin in (("hikikomori", "invented"), ("", "delivered")):
        lists = [("participants", part, "read", part == shipped) for part in ("vannas", "hikikomori")]
        deliveries = pd.DataFrame(lists, columns=["kind", "part", "status", "shipped"])
        assert [f.origin for f in with_origins([fact], defined, deliveries, {})] == [origin]


def test_without_the_register_every_cell_of_a_shipped_file_is_invented(tmp_path: Path) -> None:
    defined = definitions.load(SHIPPED.definitions / "2019.yaml")
    here = Fact(2019, "vannas", "total", value=3, state="ok")
    deliveries = pd.DataFrame(
        {"kind": ["participants"], "part": ["vannas"], "status": ["read"], "shipped": [True]}
    )
    known = known_cells(tmp_path / "origins.csv", 2019)
    assert [f.origin for f in with_origins([here], defined, deliveries, known)] == ["invented"]
    known = known_cells(SHIPPED.origins, 2019)
    assert [f.origin for f in with_origins([here], defined, deliveries, known)] == ["printed"]
    earlier = deliveries.drop(columns="shipped")  # of a bundle that an earlier version wrote
    assert [f.origin for f in with_origins([here], defined, earlier, known)] == ["delivered"]


def test_what_all_tests_of_a_place_decide_is_as_weak_as_the_weakest_of_them() -> None:
    """A claim on women and men is made with the place's other comparisons in view; a difference is not."""
    defined = definitions.load(SHIPPED.definitions / "2019.yaml")

    def key(measure: str, group: str = "all") -> tuple[int, str, str, str, str]:
        return (2019, "ungdomstorget", measure, "deltagare", group)

    answers = [
        share(key(f"question:{q}", g), n, 10, "answers.question")
        for q in ("1.4", "1.5")
        for g, n in (("women", 9), ("men", 1))
    ]
    said = ["difference:question:1.4", "difference-p:question:1.4", "difference-claim:question:1.4"]
    deliveries = pd.DataFrame(
        {"kind": ["surveys"], "part": ["deltagare"], "status": ["read"], "shipped": [True]}
    )
    known = {fact.key: "printed" for fact in answers if fact.measure == "question:1.4"}
    facts = [*answers, *(Fact(*key(measure)) for measure in said)]
    found = with_origins(facts, defined, deliveries, known)
    assert [found.get(*key(measure)[1:]).origin for measure in said] == ["printed", "printed", "invented"]
