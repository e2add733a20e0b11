"""What is asked about one case: the next screen, the assessment, and why.

Each call is `async` since it takes a millisecond or so: a thread for it costs more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from triage.errors import FactsError
from triage.http.bodies import (
    AskedForRationale,
    AskedForScreen,
    AskedToAssess,
    AskedToExplain,
    Body,
    body_of,
)
from triage.http.brief import Brief, brief_of
from triage.http.problems import Mistake, RefusedError, unfit_facts
from triage.http.schema import body_ref, problem
from triage.model.assessment import Assessment
from triage.model.frozen import Frozen
from triage.report.why import Explanation
from triage.service import Next, Service
from triage.session.why import QuestionReason

REFUSED = problem(400, 408, 411, 412, 413, 415, 422)


class Rationale(Frozen):
    """What an answer about some facts can settle, most urgent first."""

    reasons: tuple[QuestionReason, ...]


def written(made: BaseModel, headers: dict[str, str] | None = None) -> Response:
    """Return a reply that holds a model; it was checked when it was made."""
    return Response(made.model_dump_json(by_alias=True), 200, headers, "application/json")


def routes(service: Service) -> APIRouter:
    """Return the endpoints that take a case."""
    router = APIRouter(prefix="/v1")

    async def asked(request: Request, kind: type[Body]) -> Body:
        wanted = request.headers.get("if-match")
        if wanted is not None and wanted not in {"*", f'"{service.digest}"'}:
            raise RefusedError(412, "The rules have changed since; ask anew without If-Match")
        body = await body_of(request, kind)
        if body.language not in service.languages:
            known = "one of " + ", ".join(service.languages)
            wrong = Mistake(pointer="/language", detail="is not spoken here", hint=known)
            raise RefusedError(422, "The language is not spoken here", [wrong])
        return body

    @router.post(
        "/interview",
        response_model=Next,
        responses=REFUSED,
        openapi_extra=body_ref("AskedForScreen"),
    )
    async def interview(request: Request) -> Response:
        """Return the next screen. Give each line in its `facts` a value, and call again."""
        body = await asked(request, AskedForScreen)
        with _told():
            made = service.next_screen(
                body.evidence, language=body.language, most=body.most, expected=body.expected
            )
        return written(made)

    @router.post(
        "/assess",
        response_model=Assessment | Brief,
        responses=REFUSED,
        openapi_extra=body_ref("AskedToAssess"),
    )
    async def assess(request: Request) -> Response:
        """Return how urgent it is, what may help, and why."""
        body = await asked(request, AskedToAssess)
        with _told():
            made = service.assess(body.evidence, language=body.language)
        if body.detail == "full":
            return written(made)
        with _told("region"):
            page = service.first_page(made, body.region)
        return written(brief_of(made, page))

    @router.post(
        "/explain",
        response_model=Explanation,
        responses=REFUSED,
        openapi_extra=body_ref("AskedToExplain"),
    )
    async def explain(request: Request) -> Response:
        """Return why a rule or remedy did, or did not, apply."""
        body = await asked(request, AskedToExplain)
        base = service.rulebase()
        # Where what is asked about is wrong, an empty case says so, and only that.
        unknown = body.about not in base.rule and body.about not in base.remedy
        with _told(*(["about"] if unknown else [])):
            evidence = {} if unknown else body.evidence
            return written(service.explain(evidence, body.about, language=body.language))

    @router.post(
        "/rationale",
        response_model=Rationale,
        responses=REFUSED,
        openapi_extra=body_ref("AskedForRationale"),
    )
    async def rationale(request: Request) -> Response:
        """Return what a question about these facts is asked for."""
        body = await asked(request, AskedForRationale)
        unknown = not set(body.facts) <= service.rulebase().facts.keys()
        with _told(*(["facts"] if unknown else [])):
            evidence = {} if unknown else body.evidence
            reasons = service.rationale(evidence, body.facts, language=body.language)
        return written(Rationale(reasons=reasons))

    return router


@contextmanager
def _told(*at: str) -> Iterator[None]:
    """Turn FactsError into a refusal that points to `at`, or to places in the evidence."""
    try:
        yield
    except FactsError as error:
        raise unfit_facts(error, *at) from None
