"""How an agreement on preventive efforts is told: its place, its efforts and what can be counted of them.

The year's definitions hold it under `preventive`; without the key `forebyggande.csv` is read by no year.
"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from helpers.defining.definition_parts import Example, Id, Strict, Text


class EffortFigure(Strict):
    """What a row may say under `Övrigt`: a label, and the measure's last part.

    `effort`: the effort that the figure is of, where it is not the row's own: a training within it.
    """

    EXAMPLE: ClassVar[Example] = {"id": "cases", "label": "Ärenden", "unit": "count", "effort": "halsa"}

    id: Id
    label: Text
    unit: Literal["count", "days"] = "count"
    effort: Id | None = None


class Preventive(Strict):
    """An agreement's place, its efforts (id -> name) and the figures that have no column of their own."""

    EXAMPLE: ClassVar[Example] = {
        "place": "natverket",
        "efforts": {"halsa": "Hälsa på arbetet"},
        "figures": [EffortFigure.EXAMPLE],
    }

    place: Id
    efforts: Annotated[dict[Id, Text], Field(min_length=1)]
    figures: list[EffortFigure] = Field(default=[])
