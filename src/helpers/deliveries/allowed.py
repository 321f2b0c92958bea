"""What the cells of a delivery may say: label -> code by section, all of it from the year's definitions."""

from helpers.definitions import Definitions
from helpers.deliveries.files.cells import Allowed


def of(definitions: Definitions) -> Allowed:
    """The labels of every column that has a fixed set of them; "" is what a blank cell stands for."""
    sus = definitions.sus
    labels = {
        "genders": {label: g.id for g in definitions.genders for label in g.labels},
        "referrers": {r.name: r.id for r in definitions.referrers},
        "decisions": {label: d.id for d in definitions.decisions for label in d.labels},
        "outcomes": {o.label: o.id for o in definitions.outcomes},
        "groups": {name: r.id for r in definitions.respondents for name in (r.name, r.id)},
        "support": {name: name for name in sus.support},
        "time": {name: name for name in sus.time} | {"": sus.missing_time},
        "education": {name: name for name in sus.education} | {"": sus.missing_education},
    }
    return Allowed(definitions.year, labels)
