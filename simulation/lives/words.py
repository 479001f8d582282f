"""Every word that a reader of a life meets: of events, homes, reasons and need. One place, so that they stay kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from simulation.measures.registry import in_words
from simulation.state import codes
from simulation.state.codes import NOBODY


class Told(NamedTuple):
    """How a kind of event is told. ``text`` may hold {what} and {why}; ``lane`` is its row in the figure, if any, and
    ``brief`` its label there."""

    text: str
    brief: str
    lane: str
    sign: str  # begins, ends or happens


BEGINS, ENDS, HAPPENS = "begins", "ends", "happens"
ADULT: Final = 18

EVENTS: Final = {
    "moved": Told("moved to {what}", "moves", "Home", HAPPENS),
    "need_rose": Told("need for help rose to {what}", "need {what}", "Health", BEGINS),
    "need_fell": Told("need for help fell to {what}", "need {what}", "Health", ENDS),
    "condition_began": Told("{what} began", "{what}", "Health", BEGINS),
    "condition_ended": Told("{what} ended", "{what}", "Health", ENDS),
    "tie_began": Told("a tie to {what} began", "{what}", "Ties", BEGINS),
    "tie_ended": Told("a tie to {what} ended{why}", "{what}", "Ties", ENDS),
    "key_worker_known": Told("one worker of {what} came to be the one known best", "key worker", "Ties", BEGINS),
    "key_worker_lost": Told("the worker of {what} known best came no more", "key worker", "Ties", ENDS),
    "carer_stopped": Told("somebody who gave unpaid care could not go on", "carer cannot go on", "Care", ENDS),
    "stopped_caring": Told("could not go on giving care, and rested", "cannot go on caring", "Care", ENDS),
    "help_began": Told("family or friends began to help", "is helped", "Care", BEGINS),
    "help_ended": Told("help of family and friends ended", "is helped", "Care", ENDS),
    "caring_began": Told("began to care for somebody", "cares", "Care", BEGINS),
    "caring_ended": Told("no longer cared for anybody", "cares", "Care", ENDS),
    "crisis": Told("support was no longer enough: a crisis, met by duty", "crisis", "Front door", HAPPENS),
    "asked": Told("support was asked for{why}", "asks", "Front door", BEGINS),
    "asked_again": Told("as support came to its end, a further assessment was asked for", "asks", "Front door", BEGINS),
    "asked_from_hospital": Told("the hospital asked for support", "hospital asks", "Front door", BEGINS),
    "reviewed": Told("a review found that other support was needed", "review", "Front door", BEGINS),
    "awaits_assessment": Told("a wait for an assessment began", "", "", BEGINS),
    "awaits_start": Told("{what} was agreed, and was waited for", "agreed", "Front door", HAPPENS),
    "offered_instead": Told("{what} was offered instead of {why}", "other offer", "Front door", HAPPENS),
    "waits_no_more": Told("the wait ended, as support was needed no more", "needed no more", "Front door", ENDS),
    "no_new_support": Told("the assessment led to no new support", "nothing new", "Front door", ENDS),
    "support_started": Told("{what} began{why}", "", "", BEGINS),
    "support_ended": Told("{what} ended{why}", "", "", ENDS),
    "programme_joined": Told("joined a programme: {what}", "{what}", "Front door", BEGINS),
    "stroke": Told("had a stroke", "stroke", "Health", HAPPENS),
    "stayed": Told("was in hospital for {what}", "hospital", "Health", HAPPENS),
    "admitted": Told("went into hospital", "hospital", "Health", BEGINS),
    "ready": Told("was well enough to leave hospital, and waited for support", "ready to leave", "Health", HAPPENS),
    "discharged": Told("left hospital for {what}{why}", "leaves hospital", "Health", ENDS),
    "died": Told("died", "dies", "Health", ENDS),
    "left": Told("moved away from the place", "leaves the place", "Health", ENDS),
}
"""Every kind of event, in the words of a sentence that begins with when."""

HOMES: Final = {
    codes.OWN_HOME: "an own or family home",
    codes.TENANCY: "an own tenancy with support",
    codes.CARER_HOME: "a Shared Lives carer's home",
    codes.CARE_HOME: "a care home",
    codes.HOSPITAL: "hospital",
}
REASONS: Final = {
    codes.END_DEATH: "by death",
    codes.END_LEFT_PLACE: "because of a move away",
    codes.END_RUPTURE: "in a break",
    codes.END_FADED: "because it faded",
    codes.END_WORKER_LEFT: "because the worker left",
    codes.END_SUPPORT_CHANGED: "as planned, for other support",
    codes.END_SUPPORT_BROKE: "unplanned, because it broke down",
    codes.END_NEED_MET: "as planned, or because it was no longer wanted",
    codes.END_PROVIDER_CLOSED: "unplanned, because the provider closed",
    codes.END_LEFT_TOGETHER: "because both moved away",
    codes.END_OFF_LIST: "unplanned, because the provider is no longer on the list",
}
OTHERS: Final = {
    codes.PARTNER: "a partner",
    codes.PARENT_CHILD: "a parent or child",
    codes.SIBLING: "a brother or sister",
    codes.FRIEND: "a friend",
    codes.NEIGHBOUR: "a neighbour",
    codes.SHARED_LIVES: "a Shared Lives carer",
}
URGENCIES: Final = {
    codes.ROUTINE: "",
    codes.PRESSING: ", because a carer had stopped or adulthood begun",
    codes.FROM_HOSPITAL: ", from hospital",
    codes.IN_CRISIS: ", in a crisis",
}
CONDITIONS: Final = {"physical": "a physical disability", "learning_disability": "a learning disability"}
STAGES: Final = ("not waiting", "waits for an assessment", "waits for support to start")


class Names(NamedTuple):
    """Ids of support models and programmes, in order of their code; names of strategies for readers, by id."""

    models: tuple[str, ...]
    programmes: tuple[str, ...]
    strategies: Mapping[str, str]

    def model(self, code: int) -> str:
        """A support model, for readers."""
        return in_words(self.models[code])


def need(level: int) -> str:
    """A level of need."""
    return codes.NEED_NAMES[level]


def need_for_help(level: int) -> str:
    """A level of need as what somebody has."""
    return f"{'no' if level == codes.NEED_NONE else need(level)} need for help"


def days(count: int) -> str:
    """A number of days."""
    return f"{count} day{'' if count == 1 else 's'}"


def conditions(bits: int) -> list[str]:
    """Conditions of a person."""
    return [_condition(code) for code in range(len(codes.CONDITION_NAMES)) if bits >> code & 1]


def _condition(code: int) -> str:
    name = codes.CONDITION_NAMES[code]
    return CONDITIONS.get(name, in_words(name))


def what(kind: str, code: int, names: Names) -> str:
    """What an event is about."""
    if kind.startswith("need"):
        return need(code)
    if kind.startswith("condition"):
        return _condition(code)
    if kind.startswith("tie"):
        return OTHERS[code]
    if kind in ("moved", "discharged"):
        return HOMES[code]
    if kind == "stayed":
        return days(code)
    if kind == "programme_joined":
        return in_words(names.programmes[code])
    return names.model(code) if code != NOBODY else ""


def why(kind: str, code: int, names: Names) -> str:
    """Why, with what joins it to the sentence."""
    if code == NOBODY:
        return ""
    if kind in ("tie_ended", "support_ended"):
        return f" {REASONS[code]}"
    if kind == "support_started":
        return ", at the person's own expense" if code else ""
    if kind == "discharged":
        return f", after {days(code)}"
    if kind == "offered_instead":
        return names.model(code)
    return URGENCIES[code] if kind == "asked" else ""


def sentence(kind: str, what_code: int, why_code: int, names: Names) -> str:
    """An event as the end of a sentence that begins with when, without a full stop."""
    return EVENTS[kind].text.format(what=what(kind, what_code, names), why=why(kind, why_code, names))


def label(kind: str, code: int, names: Names) -> str:
    """An event in a word or two, beside a sign that says whether it begins or ends."""
    return EVENTS[kind].brief.format(what=what(kind, code, names).removeprefix("a "))


def person(female: bool, age: int, bits: int) -> str:
    """A person in a few words: ``a woman of 61 with a learning disability``."""
    who = ("a girl" if female else "a boy") if age < ADULT else ("a woman" if female else "a man")
    have = conditions(bits)
    return f"{who} of {age}{' with ' + listed(have) if have else ''}"


def listed(parts: list[str]) -> str:
    """``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
