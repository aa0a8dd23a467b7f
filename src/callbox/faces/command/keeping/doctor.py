"""`callbox doctor`: what is wrong, and what to do."""

import argparse
from collections import Counter

from callbox.faces.command.keeper import Finding, State
from callbox.faces.command.keeping.words import register
from callbox.faces.command.program import DONE, WRONG, language
from callbox.faces.command.site import Site
from callbox.kernel.words import say

register()
NAME = "doctor"
HELP = "command.doctor"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes nothing."""


def run(told: argparse.Namespace, site: Site) -> int:
    """One line for each thing looked at; exit status 1 when something is wrong."""
    states: Counter[State] = Counter()
    for finding in site.keeper.findings():
        states[finding.state] += 1
        print(_line(finding))
    if states[State.WRONG]:
        print(say("doctor.wrong", language(), wrong=states[State.WRONG]))
        return WRONG
    advice = states[State.ADVICE]
    print(say("doctor.advice" if advice else "doctor.well", language(), advice=advice))
    return DONE


def _line(finding: Finding) -> str:
    return f"{finding.state} {say(f'doctor.{finding.code}', language(), **finding.details)}"
