"""Every hazard has the outcome that the page says."""

import pytest

from tests.hazards.case import Case, Impossible, run
from tests.hazards.every import CASES, PAGE, page


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.hazard}: {case.file}")
def test_people_are_told_what_became_of_it(case: Case) -> None:
    try:
        told = run(case)
    except Impossible as reason:
        pytest.skip(f"{case.hazard}: {reason}")
    assert told == case.outcome


def test_the_page_is_of_these_cases() -> None:
    written = page(case.outcome for case in CASES)
    assert PAGE.read_text("utf-8") == written, "run `python -m tests.hazards > docs/hazards.md`"
