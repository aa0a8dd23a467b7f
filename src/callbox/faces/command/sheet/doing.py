"""Carrying out a plan through the gate, row by row in its order; what was done stays, what was refused is named."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from callbox.faces.command.sheet.plan import Plan, Step
from callbox.faces.command.sheet.reading import Problem
from callbox.kernel import gate
from callbox.kernel.facts import Answer

BATCH = 50  # so that no lock is held for longer than a moment


@dataclass
class Done:
    """What came of it: per sheet how many rows are new, changed, or were left as they are."""

    fresh: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)


def carry_out(plan: Plan) -> Done:
    """Perform every step. The gate's own refusals become problems of their rows, and the next steps go on."""
    done = Done()
    for start in range(0, len(plan.steps), BATCH):
        steps = plan.steps[start : start + BATCH]
        answers = gate.perform([step.act for step in steps])
        for step, answer in zip(steps, answers, strict=True):
            _count(done, step, answer)
    return done


def _count(done: Done, step: Step, answer: Answer) -> None:
    if answer.refused is None:
        (done.fresh if step.fresh else done.changed)[step.row.sheet.name] += 1
    elif answer.refused.code != "nothing_changed":
        done.problems.append(Problem(step.row.sheet.name, step.row.number, "", answer.refused))


def foreseen(steps: Sequence[Step]) -> Done:
    """What a dry run may say of it. Sealed names are not looked at, so they are not counted."""
    done = Done()
    for step in steps:
        if not step.sealed:
            (done.fresh if step.fresh else done.changed)[step.row.sheet.name] += 1
    return done
