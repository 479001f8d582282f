"""Words about people are respectful, and no file knows the machine it was written on."""

import re

import pytest
from paths import ROOT, own_files

OF_PEOPLE = [
    r"bed[- ]?blockers?",
    r"bed[- ]?blocking",
    r"burden(s|ed|some)?",
    r"the elderly",
    r"the disabled",
    r"the vulnerable",
    r"the mentally ill",
    r"the homeless",
    r"frequent flyers?",
    r"suffer(s|ed|ing)? from",
    r"suffers? with",
    r"wheelchair[- ]bound",
    r"mental(ly)? (handicap(ped)?|retard(ed|ation)?)",
    r"confined to a wheelchair",
    r"geriatrics",
    r"service user numbers",
    r"silver tsunami",
    r"demographic time ?bomb",
    r"dementia sufferers?",
]
SPOKEN = re.compile(r"\b(" + "|".join(OF_PEOPLE) + r")\b", re.IGNORECASE)
MACHINE = re.compile(r"(?<![\w.~$}])/(home|root|Users|work|tmp|opt|mnt|var/folders)/[\w.-]")
QUOTED = {"tests/house/test_words.py"}
"""Files that name the words in order to refuse them."""


def named(path):
    return str(path.relative_to(ROOT))


def found(pattern):
    hits = []
    for path in own_files():
        if named(path) in QUOTED:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if match := pattern.search(line):
                hits.append(f"{named(path)}:{number}: {match.group()}")
    return hits


def test_no_word_demeans_people():
    assert not found(SPOKEN)


def test_no_file_holds_a_path_of_somebodys_machine():
    allowed = ("tests/scenario/bad/", "tests/scenario/test_", "tests/cli/test_")  # refused paths are what they test
    assert not [hit for hit in found(MACHINE) if not hit.startswith(allowed)]


@pytest.mark.parametrize(
    "line", ["a bed-blocker", "the Burden of care", "support for the elderly", "dementia sufferers", "bed blocking"]
)
def test_the_words_are_recognised(line):
    assert SPOKEN.search(line)


@pytest.mark.parametrize("line", ["older people", "people who draw on care and support", "delayed discharge"])
def test_good_words_pass(line):
    assert not SPOKEN.search(line)
