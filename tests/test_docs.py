"""Every rule has its page in docs/rules, made from the table of rules.

`python -m tests.test_docs` writes the pages.
"""

from __future__ import annotations

import pytest

from cikrefs.checks.rules import RULES, Rule
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "rules"


def page(name: str, rule: Rule) -> str:
    return (
        f"# {name}\n\n"
        f"Severity: **{rule.severity}**\n\n"
        f"{rule.when}\n\n"
        f"Example: {rule.example}\n\n"
        f"## What to do\n\n{rule.advice}\n\n"
        "To live with a finding, accept it with a reason (see “In CI” in the README):\n\n"
        f'```toml\n[[accept]]\nid = "the reference\'s key"\nrule = "{name}"\nreason = "…"\n```\n'
    )


@pytest.mark.parametrize("name", RULES)
def test_a_rules_page_says_what_its_row_says(name: str) -> None:
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert text == page(name, RULES[name])


def test_there_are_no_pages_of_rules_that_are_gone() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(RULES)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for rule_name, row in RULES.items():
        (FOLDER / f"{rule_name}.md").write_text(page(rule_name, row), encoding="utf-8")
