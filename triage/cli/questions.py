"""`triage questions`: everything that can be asked, and the facts each answer sets."""

from __future__ import annotations

import json
from pathlib import Path

import click

from triage.cli.inputs import format_option, knowledge_option, open_rulebase
from triage.cli.show import width
from triage.cli.spoken import Spoken
from triage.model.fact import FactDefinition, FactKind
from triage.model.question import GroupScreen, Question
from triage.model.rulebase import RuleBase
from triage.report.as_text import wrapped
from triage.terms import Settles
from triage.wording import N_, _


@click.command(
    "questions", cls=Spoken, help=N_("List every question and the facts its answer sets.")
)
@format_option
@knowledge_option
def command(form: str, knowledge: Path | None) -> None:
    """List every question and the facts its answer sets."""
    rulebase = open_rulebase(knowledge, cached=True)
    if form == "json":
        data = [
            {
                "topic": topic.topic,
                "title": topic.title,
                "group_screens": [one.model_dump(mode="json") for one in topic.group_screens],
                "questions": questions,
            }
            for topic in rulebase.topics
            if (questions := [one.model_dump(mode="json") for one in topic.questions])
        ]
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    for topic in rulebase.topics:
        click.echo(topic.title)
        click.echo("-" * len(topic.title))
        for screen in topic.group_screens:
            _group_screen(rulebase, screen)
        for question in topic.questions:
            _question(rulebase, question)
        click.echo()


def _group_screen(rulebase: RuleBase, screen: GroupScreen) -> None:
    """List the group lines of a screen, each with the checklist that it stands for."""
    columns = width()
    for line in wrapped(screen.ask, columns, "* ", "  "):
        click.echo(line)
    for question in rulebase.questions.values():
        if question.group is not None and question.group.screen == screen.id:
            click.echo(f"    {question.id}")
            for line in wrapped(question.group.text, columns, "        ", "        "):
                click.echo(line)


def _question(rulebase: RuleBase, question: Question) -> None:
    columns = width()
    for line in wrapped(question.ask, columns, "* ", "  "):
        click.echo(line)
    texts = {item.fact: item.text for item in question.items}
    for fact in question.facts:
        definition = rulebase.facts[fact]
        click.echo(f"    {fact}: {domain(definition)}")
        if fact in texts:
            for line in wrapped(texts[fact], columns, "        ", "        "):
                click.echo(line)
        if fact in question.checks:
            check = question.checks[fact]
            told = _("If not sure: {ask} ({answer} means no)")
            answer = _("yes") if check.settles is Settles.YES else _("no")
            asked = told.format(ask=check.ask, answer=answer)
            for line in wrapped(asked, columns, "        ", "        "):
                click.echo(line)


def domain(definition: FactDefinition) -> str:
    """Return what values a fact can have, in words."""
    match definition.kind:
        case FactKind.BOOL:
            return "true or false"
        case FactKind.NUMBER:
            return f"{definition.at_least} to {definition.at_most} {definition.unit}"
        case FactKind.CHOICE:
            return "one of " + ", ".join(definition.choices)
        case FactKind.SET:
            return "a list of " + ", ".join(definition.choices)
