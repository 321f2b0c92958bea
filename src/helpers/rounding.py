"""Rounding once, on integers, never on floats."""

import math
from decimal import Decimal
from fractions import Fraction


def rounded(value: Fraction, decimals: int = 0) -> Fraction:
    """Round half to even, decided on the exact fraction.

    The printed percentages of 2017-2018 fit half-to-even.

    >>> rounded(Fraction(100 * 19, 40))  # 47.5 % -> 48
    Fraction(48, 1)
    >>> rounded(Fraction(100 * 1, 8))    # 12.5 % -> 12
    Fraction(12, 1)
    >>> rounded(Fraction(1000, 3), 1)
    Fraction(3333, 10)
    """
    scale = 10**decimals
    return Fraction(round(Fraction(value) * scale), scale)


def percent(numerator: int, denominator: int, decimals: int = 0) -> Fraction:
    """The share in per cent, rounded once from the exact fraction.

    >>> percent(29, 128)
    Fraction(23, 1)

    Raises:
        ZeroDivisionError: a share of nobody has no value.
    """
    return rounded(Fraction(100 * numerator, denominator), decimals)


def half_away(amount: Decimal | Fraction | int, decimals: int = 0) -> Decimal:
    """Kronor rounded as a ledger rounds: half away from zero, decided on the exact amount; 0 has no sign.

    >>> half_away(Decimal("2.50")), half_away(Decimal("-2.50")), half_away(Decimal("1234.565"), 2)
    (Decimal('3'), Decimal('-3'), Decimal('1234.57'))
    >>> half_away(Fraction(-1, 3)), half_away(Fraction(-7, 2))
    (Decimal('0'), Decimal('-4'))
    """
    scaled = Fraction(amount) * 10**decimals
    size = math.floor(abs(scaled) + Fraction(1, 2))
    return Decimal(-size if scaled < 0 else size).scaleb(-decimals)
