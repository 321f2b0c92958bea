"""The outside re-run (step 5 of a social account).

A year is made again in a clean place and compared with what is adopted.
"""

from helpers.assurance import chain, signature
from helpers.assurance.again import made_again
from helpers.assurance.fact_moves import Move
from helpers.assurance.moves import Moves
from helpers.assurance.register import Adoption
from helpers.assurance.sides import adopted_side
from helpers.audit import comparison
from helpers.context import Context
from helpers.counting import families
from helpers.faults import Stop
from helpers.files import locked
from helpers.machine.whole import write_whole
from helpers.pages.blocks import AUDIT_PAGE
from helpers.wording import listing, number, text

READ_FIRST = ("data/raw/", "data/definitions/", "data/shipped", "data/cleared")  # what 1_clean reads


def reproduced(moves: Moves) -> bool:
    """Whether the same inputs gave the same outputs, and no adopted file was edited afterwards."""
    return not (moves.changed("inputs") or moves.changed("outputs") or moves.before.misfiled())


def statement(moves: Moves) -> list[str]:
    """What a reviewer signs, line by line; `moves` is from the adopted run to the one made again."""
    year, after = moves.after.year, moves.after.facts
    inputs, outputs = (moves.before.manifest(part) for part in ("inputs", "outputs"))
    changed = {part: moves.changed(part) for part in ("inputs", "code", "lock", "outputs")}
    delivered = [n for n in inputs if n.startswith("data/raw/")]
    told = [
        text("rerun.title", year=year),
        text(
            "rerun.inputs",
            same=number(len(delivered) - len(set(changed["inputs"]) & set(delivered))),
            count=number(len(delivered)),
        ),
        text(
            "rerun.facts",
            same=number(len(after) - sum(m.after is not None for m in moves.facts)),
            moved=number(len(moves.facts)),
        ),
        text(
            "rerun.outputs",
            same=number(len(outputs) - len(set(changed["outputs"]) & set(outputs))),
            count=number(len(outputs)),
        ),
    ]
    told.append(comparison.told(moves.after.reports))
    for part, names in changed.items():
        told += [text(f"rerun.changed_{part}", name=name) for name in names]
    if moves.before.code is None:
        told.append(text("rerun.code_unknown"))
    told += [text("rerun.misfiled", name=name) for name in moves.before.misfiled()]
    if moves.facts:
        told.append(text("rerun.first", move=moves.facts[0].line(), step=_step(moves, moves.facts[0])))
    told.append(text("rerun.reproduced" if reproduced(moves) else "rerun.not_reproduced", year=year))
    return told


def _step(moves: Moves, move: Move) -> str:
    """The first step with another result: the one that reads what was changed, else the one that counts."""
    if read := [name for name in moves.changed("inputs") if name.startswith(READ_FIRST)]:
        return text("rerun.step_clean", files=listing(read))
    function = families.function_of(move.after.rule) if move.after else ""
    return text("rerun.step_facts", function=function)


def audit(years: list[Context], given: str = "", signers: str = "") -> int:
    """`make audit`: 0 when every year is reproduced, however many published figures are wrong.

    First of all the chain of decisions is tried; `given` is a checksum from the minutes.

    Raises:
        Stop: a decision is not the one that was made, nothing is adopted, what is adopted is not whole, or
            the year could not be made at all; then it says what the run printed.
    """
    failed = 0
    asked = {y: context.at(y) for context in years for y in (*context.years_beside, context.year)}
    known: list[Adoption] = []
    for _, context in sorted(asked.items()):  # before any work
        decisions, said = chain.verified(context)
        audited = context.year in {c.year for c in years}
        known += decisions if audited else []
        said += [words for _, words in signature.verify(context, signers if audited else "")]
        print("\n  ".join(said), end="\n" if said else "", flush=True)
    if given:
        print(chain.in_the_minutes(known, given), flush=True)
    for context in years:
        adopted, year = adopted_side(context), context.year
        if not (adopted.reports / "manifest.json").exists():
            raise Stop(text("rerun.not_adopted", year=year))
        with made_again(context) as (made, printed):
            if made is None:
                raise Stop(text("rerun.not_made", year=year) + "\n" + printed)
            moves = Moves(adopted, made)
            print("\n  ".join(statement(moves)), flush=True)
            if reproduced(moves):
                with locked(context.workspace, year, print):
                    write_whole(context.reports / AUDIT_PAGE, (made.reports / AUDIT_PAGE).read_bytes())
            failed += not reproduced(moves)
    return 1 if failed else 0
