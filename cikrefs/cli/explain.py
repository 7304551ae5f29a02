"""The command `explain`: what a rule means."""

from __future__ import annotations

import click

from cikrefs.cli.screen import echo, page


def _begun(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Return the rules that a shell may complete a name to."""
    from cikrefs.checks.rules import RULES

    return [name for name in RULES if name.startswith(incomplete)]


@click.command(short_help="Say what a rule means and what to do.")
@click.argument("rule", required=False, shell_complete=_begun)
def explain(rule: str | None) -> None:
    """Say what RULE means, give an example, say what to do. Without RULE, list all rules."""
    from cikrefs.checks.rules import RULES, unknown

    if rule is None:
        for name, row in RULES.items():
            echo(f"{name:<22}{row.severity:<9}{row.when}")
        return
    if rule not in RULES:
        raise click.UsageError(unknown(rule))
    row = RULES[rule]
    page(f"{rule} ({row.severity})\n\n{row.when}\n\n")
    page(f"Example: {row.example}\n\nWhat to do: {row.advice}\n")
