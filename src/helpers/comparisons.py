"""Facts made of two facts: women beside men."""

from fractions import Fraction

from helpers.facts import Fact, Facts

COMPARED = ("share:to-work", "share:to-studies", "share:to-other-solution", "share:dropped-out", "question:")


def women_and_men(facts: Facts) -> list[Fact]:
    """`difference:<measure>`: women's share less men's, in percentage points, where both have a share.

    The account of 2018 says after each result which of them is more positive, without figures or rule
    (socialt-bokslut-2018-ungdomstorget:443); here both shares and their exact difference stand.
    """
    found = []
    for women in facts:
        if women.group != "women" or not women.measure.startswith(COMPARED) or not women.ok:
            continue
        men = facts.get(women.platform, women.measure, women.respondents, "men")
        if not men.ok:
            continue
        exact = Fraction(women.numerator, women.denominator) - Fraction(men.numerator, men.denominator)
        found.append(
            Fact(
                women.year, women.platform, f"difference:{women.measure}", women.respondents, "all",
                value=float(100 * exact), unit="percentage-points", state="ok", rule="comparisons.women-men",
                rows=women.rows + men.rows, base=women.base + men.base,
            )
        )  # fmt: skip
    return found
