"""The numbers to call, in one line each: labels, not sentences, so that they can stand in front."""

from __future__ import annotations

from triage.errors import FactsError, Problem
from triage.model.region import Region, Regions
from triage.wording import _


def region_named(regions: Regions, code: str) -> Region:
    """Return the region with that code (`UK`, `EU`, or a territory such as `MX`).

    Raises FactsError naming the codes there are.
    """
    found = regions.named(code)
    if found is None:
        known = ", ".join(one.id for one in regions.regions) or "none"
        message = f"no emergency numbers are known for the region `{code[:20]}`"
        hint = f"there are: {known}; or a two-letter country code"
        raise FactsError([Problem("", message, hint)])
    return found


def emergency_line(regions: Regions, region: Region | None) -> str:
    """Return `Emergency number in the UK: 999 or 112`; without a region, examples of several."""
    if region is not None:
        return _("Emergency number in {region}: {numbers}").format(
            region=region.name, numbers=_either(region.emergency)
        )
    examples = [one for code in regions.examples if (one := regions.named(code))]
    if not examples:
        return ""
    parts = [
        _("{number} in {region}").format(number=one.emergency[0], region=one.name)
        for one in examples
    ]
    return _("Emergency number: {examples}").format(examples=", ".join(parts))


def advice_line(region: Region | None) -> str:
    """Return the number of the line for urgent medical advice; nothing where none is known."""
    if region is None or not region.advice:
        return ""
    return _("Urgent advice line in {region}: {number}").format(
        region=region.name, number=region.advice
    )


def _either(numbers: tuple[str, ...]) -> str:
    return _(" or ").join(numbers)
