"""Relations about what words stand for: a population, a unit, a basis of comparison, an indicator, a law."""

import re
import unicodedata

from helpers.audit.case import Case
from helpers.audit.registers import Claim, key_of
from helpers.audit.rules.relation_values import Unknown, Value, Verdict, as_printed, pair
from helpers.wording import text

STEM = 4  # letters that inflected forms of a word share
SHORT = 4  # letters of words that say nothing of the matter: "har", "på", "ett"


def one_population(case: Case, claim: Claim) -> Verdict:
    """One name for two figures: the same people, unless the account says what the name stands for."""
    one, other = pair(case, claim)
    if claim.defined or one.exact == other.exact:
        return None
    told = text("finding.claims.two_populations", one=_named(case, one), other=_named(case, other))
    return f"{told} {claim.note}".rstrip(), [one, other]


def _named(case: Case, number: Value) -> str:
    """A number with its place and measure: `378 (Ungdomsplattformen, antal deltagare totalt)`."""
    if number.key is None:
        return number.words
    year, place, measure, *_ = number.key
    return f"{number.words} ({case.name(place, year)}, {case.what(measure, year)})"


def stated_basis(case: Case, claim: Claim) -> Verdict:
    """A comparison or a criterion needs what it is made against: left the keys that some account prints."""
    missing = [k for k in claim.left if not case.anywhere(*key_of(k, claim.row))]
    return (text("finding.claims.no_basis", note=claim.note), []) if missing else None


def heading_of_shares(case: Case, claim: Claim) -> Verdict:
    """A heading that says "andel" over figures: each is printed in per cent.

    Raises:
        Unknown: a figure is not printed in the claim's account.
    """
    figures = []
    for words in claim.left:
        key = key_of(words, claim.row)
        prints = case.prints(claim.source, *key)
        if not prints:
            raise Unknown(words)
        figures.append(min(prints, key=lambda f: abs(f.line - claim.line)))
    counts = [as_printed(f) for f in figures if f.unit != "percent"]
    if not counts:
        return None
    return text("finding.claims.counts", values=", ".join(v.words for v in counts)), counts


def its_indicator(case: Case, claim: Claim) -> Verdict:
    """A result answers what its indicator asks: left what is asked, right what the result says of it.

    Both in the account's own words of the matter, which are the same but for their inflection; `note` is the
    indicator.
    """
    asked, answered = (" ".join(side) for side in (claim.left, claim.right))
    both = (_matter(asked), _matter(answered))
    if all(len(_shared(a, b)) == len(a) for a, b in (both, both[::-1])):
        return None
    belongs = _indicator_of(case, answered, claim.note)
    told = text("finding.claims.other_question", indicator=claim.note, asked=asked)
    return (f"{told} {text('finding.claims.belongs', indicator=belongs)}" if belongs else told), []


def _indicator_of(case: Case, answered: str, own: str) -> str:
    """The account of the year whose goal has most of the words; '' where it is the result's own, or none."""
    accounts = [a for area in case.defined.areas for a in area.accounts] if case.defined else []
    goals = {a.id: f"{a.name} {' '.join(i.about for i in a.indicators)}" for a in accounts}
    fit = {id_: len(_shared(_matter(answered), _matter(goal))) for id_, goal in goals.items()}
    best = max(fit, key=lambda id_: fit[id_], default="")
    return best if best and fit[best] > fit.get(own, 0) else ""


def _shared(words: list[str], others: list[str]) -> list[str]:
    """The words that have the stem of one of the others."""
    return [w for w in words if any(w[:STEM] == o[:STEM] for o in others)]


def _matter(words: str) -> list[str]:
    """The words that say what a sentence is about, without accents, case and short words.

    >>> _matter("På Näringsliv/civilsamhälle")
    ['naringsliv', 'civilsamhalle']
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return [w for w in re.findall(r"[a-z]+", plain.lower()) if len(w) > SHORT]


def law_in_force(case: Case, claim: Claim) -> Verdict:
    """A law that an account says it follows is in force some day of the year: left its number."""
    repealed = [law for law in case.laws if law.number in claim.left and law.is_gone(case.year)]
    if not repealed:
        return None
    told = "; ".join(
        text("finding.claims.repealed", number=law.number, day=f"{law.repealed}", instead=law.replaced_by)
        for law in repealed
    )
    named = [c for c in case.claims if c.source == claim.source and c.kind == claim.kind and c is not claim]
    new = [c for c in named if {law.replaced_by for law in repealed} & set(c.left)]
    if new:
        lines = ", ".join(str(c.line) for c in new)
        told += " " + text("finding.claims.named_too", lines=lines)
    return told, []
