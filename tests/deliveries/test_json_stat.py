"""JSON-stat 2 as PxWeb answers it: every number in its place, what is not there blank, all else refused."""

import json
from decimal import Decimal

import pytest

from helpers.deliveries import json_stat
from helpers.faults import Stop

ANSWER = {
    "version": "2.0",
    "class": "dataset",
    "updated": "2020-01-20T08:30:00Z",
    "id": ["Region", "ContentsCode", "Tid"],
    "size": [2, 1, 3],
    "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
    "dimension": {
        "Region": {"category": {"index": {"00": 0, "2480": 1}, "label": {"00": "Riket", "2480": "Umeå"}}},
        "ContentsCode": {"category": {"label": {"A1": "Totalt"}}},
        "Tid": {"category": {"index": ["2017", "2018", "2019H1"]}},
    },
    "value": [784764, 770000.5, None, "..", 0, "-"],
}


def read(**changed: object) -> json_stat.Cube:
    return json_stat.read(json.dumps(ANSWER | changed).encode())


def test_every_value_stands_at_its_codes_and_what_is_no_number_is_blank() -> None:
    cube = read()
    assert (cube.time, cube.place, cube.updated) == ("Tid", "Region", "2020-01-20T08:30:00Z")
    assert cube.dimensions["Region"] == {"00": "Riket", "2480": "Umeå"}
    found = {(codes["Region"], codes["Tid"]): value for codes, value in cube.cells()}
    assert found == {
        ("00", "2017"): Decimal(784764),
        ("00", "2018"): Decimal("770000.5"),
        ("00", "2019H1"): None,
        ("2480", "2017"): None,
        ("2480", "2018"): Decimal(0),
        ("2480", "2019H1"): None,
    }


def test_values_by_place_leave_out_what_is_not_there_and_places_are_known_without_a_role() -> None:
    cube = read(value={"4": 8270}, role={"time": ["Tid"]})
    assert [value for _, value in cube.cells()] == [None, None, None, None, Decimal(8270), None]
    assert cube.place == "Region"


def test_the_order_of_codes_is_that_of_their_index() -> None:
    backwards = {"category": {"index": {"2480": 1, "00": 0}}}
    assert [*read(dimension=ANSWER["dimension"] | {"Region": backwards}).dimensions["Region"]] == [
        "00",
        "2480",
    ]


TIME = {"category": {"index": {"2017": 0, "2018": 1, "2019H1": 1}}}


@pytest.mark.parametrize(
    "changed",
    [
        {"class": "collection"},
        {"value": [1, 2]},
        {"value": {"6": 1}},
        {"value": [1, 2, 3, 4, 5, True]},
        {"value": [1, 2, 3, 4, 5, "många"]},
        {"size": [2, 1, 2]},
        {"id": ["Region", "Tid"]},
        {"role": {"geo": ["Region"]}},
        {"role": {"time": ["Kvartal"], "geo": ["Region"]}},
        {"dimension": {}},
        {"dimension": ANSWER["dimension"] | {"Tid": TIME}},
    ],
    ids=str,
)
def test_what_is_no_such_table_is_refused_in_words(changed: dict) -> None:
    with pytest.raises(Stop, match="ingen tabell i JSON-stat 2"):
        read(**changed)


@pytest.mark.parametrize("content", [b"<html>", b"", b'{"value": NaN}', b"[" * 100_000, b"\xff"])
def test_what_is_no_json_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Stop, match="ingen JSON"):
        json_stat.read(content)


def test_json_of_another_kind_is_refused_in_words() -> None:
    for content in (b"[]", b"null", b'"x"', b"{}"):
        with pytest.raises(Stop, match="ingen tabell"):
            json_stat.read(content)
