"""How a year's definitions say what the SUS extract holds: its classes, and named sums of them."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from helpers.defining.definition_parts import Example, Strict, Text


class Summary(Strict):
    """A named sum of SUS classes, e.g. all post-secondary education."""

    EXAMPLE: ClassVar[Example] = {
        "column": "time",
        "name": "1–2 år",
        "classes": ["Upp till 1 år", "Upp till 2 år"],
    }

    column: Literal["time", "education", "support-before"]
    name: Text
    classes: Annotated[list[str], Field(min_length=1)]


class Sus(Strict):
    """The classes of the SUS extract in printed order, and what a blank cell means."""

    EXAMPLE: ClassVar[Example] = {
        "time": ["Upp till 1 år", "Upp till 2 år", "Data saknas"],
        "education": ["Grundskola", "Saknas/okänd"],
        "support": ["Försörjningsstöd"],
        "occupation": ["Arbete", "Studier"],
        "missing_time": "Data saknas",
        "missing_education": "Saknas/okänd",
        "summaries": [{"column": "time", "name": "1–2 år", "classes": ["Upp till 1 år", "Upp till 2 år"]}],
    }

    time: list[str]
    education: list[str]
    support: list[str]
    occupation: list[str]
    missing_time: str
    missing_education: str
    summaries: list[Summary] = Field(default=[])
