"""Ages in the definitions: from and to in whole years, and the groups that participants are told of."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

Ages = Annotated[list[Annotated[int, Field(ge=0, le=120)]], Field(min_length=2, max_length=2)]  # from and to


def _ascending(groups: list[Ages]) -> list[Ages]:
    """Each group ends where it begins or after, and the next begins later, so that nobody is in two."""
    for n, (first, last) in enumerate(pairwise(age for group in groups for age in group)):
        if first > last or (n % 2 and first == last):
            raise PydanticCustomError("age_groups", "ages", {"first": first, "last": last})
    return groups


AgeGroups = Annotated[list[Ages], AfterValidator(_ascending)]


def ids(groups: Sequence[Ages]) -> list[str]:
    """The groups as facts name them.

    >>> ids([[16, 29], [30, 44]])
    ['16-29', '30-44']
    """
    return [f"{low}-{high}" for low, high in groups]


def group_of(years: int, groups: Sequence[Ages]) -> str | None:
    """The group that whole years belong to; None outside all of them.

    >>> [group_of(years, [[16, 29], [30, 44]]) for years in (15, 16, 29, 30, 45)]
    [None, '16-29', '16-29', '30-44', None]
    """
    named = zip(ids(groups), groups, strict=True)
    return next((id_ for id_, (low, high) in named if low <= years <= high), None)
