"""The words that a program in another language needs and no text of the rule base gives.

They come from the same catalogues as the terminal's; a page writes none of its own.
"""

from __future__ import annotations

from triage.wording import _, ngettext, speaking

MANY = 5
"""A number of things for which a message with a plural is told in its plural form."""


def messages(language: str) -> dict[str, str]:
    """Return every message by name, in `language`; `{name}` stands for what is filled in."""
    with speaking(language):
        return {
            **_endings(),
            **_numbers_to_call(),
            **_start(),
            **_question(),
            **_problems(),
            **_review(),
            **_first_page(),
            **_rest(),
        }


def _endings() -> dict[str, str]:
    """Return why no further question matters, by the kind of ending."""
    return {
        "ending.emergency": _("You need emergency help now. No other answer would change that."),
        "ending.settled": _(
            "No other answer would change how urgent this is, or what we recommend."
        ),
        "ending.not_sure": _(
            "What is left hangs on answers you were not sure of. We asked all of them."
        ),
        "why.remedy": _("whether it is safe and fits"),
    }


def _numbers_to_call() -> dict[str, str]:
    return {
        "call.in_region": _("Emergency number in {region}: {numbers}"),
        "call.examples": _("Emergency number: {examples}"),
        "call.example": _("{number} in {region}"),
        "call.advice": _("Urgent advice line in {region}: {number}"),
        "call.or": _(" or "),
        "call.button": _("Call {number}"),
    }


def _start() -> dict[str, str]:
    return {
        "page.title": _("Check your symptoms"),
        "page.skip": _("Skip to the question"),
        "page.private": _(
            "Your answers stay on this device. This page sends nothing, and forgets everything "
            "when you close it."
        ),
        "page.start": _("Start"),
        "page.region": _("Where are you? (for the numbers to call)"),
        "page.elsewhere": _("Somewhere else"),
        "page.language": _("Language"),
        "page.open": _("Go on with answers that you saved to a file:"),
        "page.opened": _("Your answers are back. Look at them, then go on."),
        "page.aside": _(
            "Some saved answers were set aside, because the questions have changed since. They are "
            "asked again where they matter."
        ),
        "page.no_saved": _("This file holds no answers that can be read."),
    }


def _question() -> dict[str, str]:
    return {
        "question.progress": _("Question {number} ({more}). {topic}"),
        "question.more": _("about {count} more"),
        "question.perhaps_last": _("perhaps the last one"),
        "question.last": _("the last one"),
        "question.back": _("Back"),
        "question.continue": _("Continue"),
        "question.or": _("or"),
        "question.none": _("None of these"),
        "question.not_sure": _("Not sure"),
        "question.some_unsure": _("I am not sure about some of these"),
        "question.yes": _("Yes"),
        "question.no": _("No"),
        "question.unit": _("Unit"),
        "question.why": _("Why do you ask this?"),
        "question.to_rule_out": _("To rule out: {worry}"),
        "question.changing": _("Changing answer {number}."),
        "question.several": _("Choose all that are true."),
    }


def _problems() -> dict[str, str]:
    return {
        "problem.title": _("There is a problem"),
        "problem.mark": _("Error: {title}"),
        "problem.lines": _("Choose all that are true, or “None of these”."),
        "problem.choice": _("Choose an answer, or “Not sure”."),
        "problem.number": _("Give a number, or choose “Not sure”."),
        "problem.not_a_number": _("`{text}` is not a number"),
        "problem.not_a_unit": _("`{text}` is not a unit here"),
        "problem.out_of_range": _("`{text}` is out of range"),
        "problem.range": _("a number from {low} to {high} ({unit})"),
        "problem.range_units": _("a number from {low} to {high} {unit}, or with a unit: {names}"),
    }


def _review() -> dict[str, str]:
    return {
        "review.title": _("Your answers so far:"),
        "review.link": _("See and change your answers"),
        "review.change": _("Change"),
        "review.go_on": _("Go on"),
        "review.more": _("After this change there is more to ask. It follows when you go on."),
        "review.yes": _("yes"),
        "review.no": _("no"),
        "review.not_sure": _("not sure"),
        "review.counted": _("not sure (counted as yes)"),
        "review.rest": _("no to the rest"),
        "review.none": _("none of these"),
    }


def _first_page() -> dict[str, str]:
    return {
        "result.waiting": _("Until you are seen"),
        "result.why": _("Why"),
        "result.you_told": _("You told us: {facts}"),
        "result.help": _("What may help most"),
        "result.at_once": _("Get emergency help at once if:"),
        "result.same_day": _("Get medical advice the same day if:"),
        "result.at_once_for": _("Get emergency help at once for:"),
        "result.same_day_for": _("Get medical advice the same day for:"),
        "result.caution": _("Check with a pharmacist or doctor first: {reason}"),
        "result.if_applies": _(
            "Check with a pharmacist or doctor first if this applies to you: {names}."
        ),
        "result.open": _("What we do not know yet"),
        "result.not_answered": _("Not answered, so not ruled out: {names}."),
        "result.unsure": _("You were not sure, so not ruled out: {names}."),
        "result.never_no": _("What is not known never counts as no."),
        "result.note": _("Please note"),
        "result.names_and_more": ngettext(
            "{names} and {count} more", "{names} and {count} more", MANY
        ),
        "result.print": _("Print"),
        "result.save": _("Save your answers to a file on this device"),
        "result.again": _("Start again"),
        "result.unsaved": _("Your answers are not saved. Start again all the same?"),
    }


def _rest() -> dict[str, str]:
    return {
        "rest.reasons": _("Warning signs found"),
        "rest.evidence": _("Evidence: {says}"),
        "rest.all_help": _("Everything that may help, and how"),
        "rest.left_out": _("Left out for you, and why"),
        "rest.preference": _("Not what you asked for ({facts})."),
        "rest.reason": _("{reason} (You told us: {facts}.)"),
        "rest.unchecked": _("Not checked"),
        "rest.not_checked": _(
            "Not offered, as an answer that we need is missing or “not sure”: {names}."
        ),
        "rest.not_supported": _("Often tried, but not supported"),
        "rest.advice": _("Good to know"),
        "rest.safety_net": _("When to get help"),
        "rest.follow_up": _("Next check"),
        "rest.sources": _("Sources"),
        "rest.unseen": _("{citation} (not seen by the authors)"),
        "rest.knowledge": _("Knowledge base {name} {version} ({status}), digest {digest}."),
        "status.draft": _("draft, not reviewed by a clinician"),
        "status.in_review": _("in review"),
        "status.reviewed": _("reviewed"),
        "status.retired": _("retired"),
    }
