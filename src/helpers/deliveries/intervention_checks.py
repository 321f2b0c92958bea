"""What must hold within a final report: its parts give its sums, its shares a whole, its money the budget."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from helpers.deliveries.files.grid import nearest
from helpers.deliveries.intervention_models import REQUISITION, FinalReport, Given, given
from helpers.faults import Faults
from helpers.reading.definition_faults import Location
from helpers.wording import number

LineOf = Callable[[Location], int]
SHARES = ("share", "share-women", "share-men", "goal", "outcome")  # what is a share of a whole
_ROUNDED = Fraction(1, 2)  # what rounding to a whole per cent can hide


def check(report: FinalReport, line_of: LineOf, faults: Faults) -> None:
    """Tell what does not add up; a figure that is only about so much is held to nothing.

    A sum that names no figure, and days that are no period, are refused. All else is flagged: the report's
    figures stand as it gives them.
    """
    known = {(g.measure, g.group): g for g in given(report) if g.value is not None and not g.of.about}
    checks = _Checks(report, known, line_of, faults)
    for one in known.values():
        checks.genders(one)
        checks.parts(one)
        checks.share(one)
        checks.counts(one)
    checks.sums()
    checks.money()
    checks.goal_count()
    checks.days()


@dataclass(frozen=True)
class _Checks:
    """A report, and its exact figures by measure and group."""

    report: FinalReport
    known: dict[tuple[str, str], Given]
    line_of: LineOf
    faults: Faults

    def _value(self, measure: str, group: str = "all") -> Fraction | None:
        one = self.known.get((measure, group))
        return None if one is None else _exact(one)

    def _flag(self, code: str, place: Location, value: Fraction, **told: object) -> None:
        self.faults.flag(code, row=self.line_of(place), value=_written(value), **told)

    def genders(self, one: Given) -> None:
        """Women and men are all, where they are counted and not shares."""
        women, men = (self._value(one.measure, g) for g in ("women", "men"))
        if one.group != "all" or one.unit == "percent" or women is None or men is None:
            return
        if women + men != _exact(one):
            self._flag("final_genders", one.place, _exact(one), women=_written(women), men=_written(men))

    def parts(self, one: Given) -> None:
        """Parts of a count are all of it."""
        values = one.of.parts
        is_part = one.measure.endswith(tuple(f":{part}" for part in values))
        if not values or is_part or one.group != "all" or one.unit == "percent":
            return
        if (summed := sum((Fraction(str(v)) for v in values.values()), Fraction())) != Fraction(
            str(one.value)
        ):
            self._flag("final_sum", one.place, _exact(one), summed=_written(summed), parts=", ".join(values))

    def share(self, one: Given) -> None:
        """A share is at most a whole; women's and men's of the same are one, each rounded by itself."""
        first, _, of = one.measure.partition(":")
        if first in SHARES and one.unit == "percent" and not 0 <= _exact(one) <= 100:
            self._flag("final_share", one.place, _exact(one))
        men = self._value(f"share-men:{of}")
        if first == "share-women" and men is not None and abs(_exact(one) + men - 100) > 1:
            self._flag("final_hundred", one.place, _exact(one), men=_written(men))

    def counts(self, one: Given) -> None:
        """A share with its counts is what they give, rounded as it is."""
        k, n = one.of.numerator, one.of.denominator
        if one.group != "all" or one.of.all is None or k is None or not n or one.unit != "percent":
            return
        if abs(Fraction(100 * k, n) - _exact(one)) > _ROUNDED:
            self._flag("final_counts", one.place, _exact(one), k=k, n=n)

    def sums(self) -> None:
        """What the report says that it is the sum of."""
        names = [measure.removeprefix("participants:") for measure, _ in self.known]
        for n, (whole, *parts) in enumerate(self.report.sums):
            found = {name: self._named(name) for name in (whole, *parts)}
            for name in [name for name, value in found.items() if value is None]:
                near = nearest(name, names) or ", ".join(names) or "–"
                self.faults.refuse("final_sum_name", row=self.line_of(("sums", n)), value=name, nearest=near)
            first, *values = [value for value in found.values() if value is not None] or [Fraction()]
            if len(values) == len(parts) and first != (summed := sum(values, Fraction())):
                self._flag("final_sum", ("sums", n), first, summed=_written(summed), parts=", ".join(parts))

    def _named(self, name: str) -> Fraction | None:
        """A figure by its measure, its key among the participants, or the part that it is."""
        for measure in (name, f"participants:{name}"):
            if (measure, "all") in self.known:
                return self._value(measure)
        ends = [m for m, group in self.known if group == "all" and m.endswith(f":{name}")]
        return self._value(ends[0]) if ends else None

    def money(self) -> None:
        """What is used and what remains is the budget, and no more is returned; a deficit is what lacks."""
        budget, remaining = self._value("budget:total"), self._value("budget:remaining")
        share, deficit = self._value("budget:used-share"), self._value("budget:deficit")
        for measure, key in (("budget:remaining", "remaining"), ("returned:total", "returned")):
            amount = self._value(measure)
            if budget is not None and amount is not None and amount > budget:
                self._flag("final_more_than_budget", ("money", key), amount, budget=number(budget))
        if budget and remaining is not None and share is not None:
            used = budget - remaining
            if abs(100 * used / budget - share) > _ROUNDED:
                told = {"used": number(used), "budget": number(budget)}
                self._flag("final_used", ("money", "used_share"), share, **told)
        asked = [_exact(one) for (m, _), one in self.known.items() if m.startswith(REQUISITION)]
        lacks = None if remaining is None else sum(asked, Fraction()) - remaining
        if asked and lacks is not None and deficit is not None and lacks != deficit:
            self._flag("final_deficit", ("money", "deficit"), deficit, lacks=number(lacks))

    def goal_count(self) -> None:
        """As many goals as the report says that it has."""
        said = self._value("goals:count")
        if said is not None and said != len(self.report.goals):
            self._flag("final_goal_count", ("counts", "goals"), said, count=len(self.report.goals))

    def days(self) -> None:
        """It ends after it begins, and takes in nobody after its end."""
        period = self.report.period
        wrong = {
            "end": period.end if period.end < period.start else None,
            "intake_end": None
            if period.intake_end is None or period.start <= period.intake_end <= period.end
            else period.intake_end,
        }
        for key, day in wrong.items():
            if day is not None:
                self.faults.refuse("final_days", row=self.line_of(("period", key)), value=f"{day:%Y-%m-%d}")


def _exact(one: Given) -> Fraction:
    """A figure in its base unit; kronor for money."""
    return Fraction(str(one.value)) * (1000 if one.unit == "tkr" else 1)


def _written(value: Fraction) -> str:
    return number(value, 0 if value.denominator == 1 else 1)
