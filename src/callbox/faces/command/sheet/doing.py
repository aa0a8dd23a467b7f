"""Carrying out a plan through the gate, row by row in its order; what was done stays, what was refused is named."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from callbox.faces.command.sheet.plan import Plan, Step
from callbox.faces.command.sheet.reading import Problem
from callbox.kernel import gate

BATCH = 50  # so that no lock is held for longer than a moment


@dataclass
class Done:
    """What came of it: the rows that made something new, and those that changed something, as (sheet, row)."""

    fresh: set[tuple[str, int]] = field(default_factory=set)
    changed: set[tuple[str, int]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def count(self, step: Step) -> None:
        """A step of this row was or would be done."""
        (self.fresh if step.fresh else self.changed).add((step.row.sheet.name, step.row.number))

    def counts(self, sheet: str) -> tuple[int, int]:
        """How many rows of a sheet are new, and how many more changed something."""
        new, other = self.fresh, self.changed - self.fresh
        return sum(name == sheet for name, _ in new), sum(name == sheet for name, _ in other)


def carry_out(plan: Plan) -> Done:
    """Perform every step. The gate's own refusals become problems of their rows, and the next steps go on."""
    done = Done()
    for start in range(0, len(plan.steps), BATCH):
        steps = plan.steps[start : start + BATCH]
        answers = gate.perform([step.act for step in steps])
        for step, answer in zip(steps, answers, strict=True):
            if answer.refused is None:
                done.count(step)
            elif answer.refused.code != "nothing_changed":
                done.problems.append(Problem(step.row.sheet.name, step.row.number, "", answer.refused))
    return done


def foreseen(steps: Sequence[Step]) -> Done:
    """What a dry run may say of it. Sealed names are not looked at, so they are not counted."""
    done = Done()
    for step in steps:
        if not step.sealed:
            done.count(step)
    return done
