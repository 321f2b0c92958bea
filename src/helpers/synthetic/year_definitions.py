"""Definitions of a year: the surveys and goals of the published accounts, platforms of their own."""

from functools import cache
from typing import Any

import yaml

from helpers.paths import REPOSITORY
from helpers.synthetic.invented_association import Association, plain_id
from helpers.synthetic.invented_ledger import economy
from helpers.synthetic.national_model import model

PUBLISHED = (
    2017,
    2018,
    2019,
)  # the years whose accounts are published, and whose definitions the project ships
GROUPS = ("deltagare", "personal")
KINDS = ("outcome", "question", "society")  # of indicators that the deliveries can answer
# What is taken as it stands in the definitions of a published year.
AS_THEY_ARE = (
    *("together", "apart", "protected_below", "told_from_discharged", "told_from_answers"),
    *("response_guideline_percent", "genders", "decisions", "outcomes", "age_groups", "scales", "sus"),
)


@cache
def _published(year: int) -> dict[str, Any]:
    path = REPOSITORY / "data" / "definitions" / f"{year}.yaml"
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def pattern(association: Association, year: int) -> int:
    """The published year whose questions and goals an association has in a year."""
    if association.wording == "one":
        return PUBLISHED[0]
    if association.wording == "own":
        return PUBLISHED[-1]
    return min(max(year, PUBLISHED[0]), PUBLISHED[-1])


def questions(association: Association, year: int) -> list[dict[str, Any]]:
    """The questions to participants and staff, as the definitions have them."""
    found = []
    for question in _published(pattern(association, year))["questions"]:
        asked = [g for g in question["respondents"] if g in GROUPS]
        own = model()["wordings"]["own"].get(question["id"]) if association.wording == "own" else None
        wordings = [own] if own else question["wordings"]
        kept = {key: value for key, value in question.items() if not (own and key == "nns")}
        found += [kept | {"respondents": asked, "wordings": list(wordings)}] if asked else []
    return found


def _areas(association: Association, year: int) -> list[dict[str, Any]]:
    """The goals that participants, lists and staff can answer."""
    found = []
    for area in _published(pattern(association, year))["areas"]:
        accounts = []
        for account in area["accounts"]:
            kept = [
                i
                for i in account["indicators"]
                if i["kind"] in KINDS and i.get("respondents", GROUPS[0]) in GROUPS
            ]
            accounts += [account | {"indicators": kept}] if kept else []
        found += [area | {"accounts": accounts}] if accounts else []
    return found


def content(association: Association, year: int) -> dict[str, Any]:
    """The definitions of a year as they are written."""
    published = _published(pattern(association, year))
    stands = [p for p in association.platforms if p.stands(year)]
    platforms = [
        {
            "id": p.id,
            "name": p.name,
            "short": p.name.split()[0],
            "municipality": p.municipality,
            "ages": list(p.ages),
        }
        | ({"separate": True} if p.separate else {})
        for p in stands
    ]
    together = [p.id for p in stands if not p.separate]
    wholes = [{"id": "storsta", "name": "De två största", "short": "Största", "parts": together[:2]}]
    taken = {k: published[k] for k in AS_THEY_ARE if k != "apart" or any(p.separate for p in stands)}
    return (
        {"year": year, "association": association.name}
        | taken
        | {
            "platforms": platforms,
            "wholes": wholes if len(together) > 2 else [],
            "municipalities": [{"id": plain_id(m), "name": m} for m in association.municipalities],
            "referrers": [{"id": plain_id(r), "name": r} for r in association.referrers],
            "respondents": [r for r in published["respondents"] if r["id"] in GROUPS],
            "questions": questions(association, year),
            "areas": _areas(association, year),
            **({"economy": economy(association, year)} if "ledger" in association.registers else {}),
        }
    )


def written(association: Association, year: int) -> bytes:
    """The file of a year's definitions."""
    head = "# Påhittade definitioner: inget förbund har haft dem.\n"
    body = yaml.dump(content(association, year), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return (head + body).encode()
