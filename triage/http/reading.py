"""What can be read without a case: the rules that answer, and whether the server does."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from triage.http.asking import written
from triage.http.problems import RefusedError
from triage.http.schema import problem
from triage.model.fact import FactDefinition
from triage.model.frozen import Frozen
from triage.model.remedy import Remedy
from triage.model.rule import Rule
from triage.model.rulebase import RuleBase
from triage.service import Service
from triage.wording import SOURCE_LANGUAGE


class Knowledge(Frozen):
    """Which rules answer, whether they were reviewed, and the languages they speak."""

    name: str
    version: str
    digest: str
    status: str
    languages: tuple[str, ...]
    disclaimer: str


class Definitions(Frozen):
    """Everything that can be known of a person."""

    facts: tuple[FactDefinition, ...]


class Health(Frozen):
    """Whether the server is there, and with which rules."""

    status: str
    digest: str


def routes(service: Service) -> APIRouter:
    """Return the endpoints that only read; what they give changes with the digest alone."""
    router = APIRouter()
    _about_all(router, service)
    _about_one(router, service)
    return router


def _fixed(service: Service, request: Request, made: BaseModel) -> Response:
    tag = f'"{service.digest}"'
    held = request.headers.get("if-none-match", "")
    if tag in {one.strip().removeprefix("W/") for one in held.split(",")}:
        return Response(status_code=304, headers={"etag": tag})
    return written(made, {"etag": tag})


def _spoken(service: Service, language: str) -> RuleBase:
    if language not in service.languages:
        raise RefusedError(404, "The language is not spoken here")
    return service.rulebase(language)


def _about_all(router: APIRouter, service: Service) -> None:
    @router.get("/v1/knowledge", response_model=Knowledge)
    async def knowledge(request: Request) -> Response:
        """Return which rules answer here."""
        base = service.rulebase()
        made = Knowledge(
            name=base.manifest.name,
            version=base.manifest.version,
            digest=base.digest,
            status=base.manifest.status,
            languages=service.languages,
            disclaimer=base.disclaimer.text,
        )
        return _fixed(service, request, made)

    @router.get("/v1/facts", response_model=Definitions, responses=problem(404, 422))
    async def facts(request: Request, language: str = SOURCE_LANGUAGE) -> Response:
        """Return everything that can be known of a person."""
        known = _spoken(service, language).facts.values()
        return _fixed(service, request, Definitions(facts=tuple(known)))

    @router.get("/healthz", response_model=Health)
    async def healthz() -> Response:
        """Return that the process is alive."""
        return written(Health(status="alive", digest=service.digest))

    @router.get("/readyz", response_model=Health)
    async def readyz() -> Response:
        """Return that the rules are loaded: they are before the first request is taken."""
        return written(Health(status="ready", digest=service.digest))


def _about_one(router: APIRouter, service: Service) -> None:
    @router.get("/v1/rules/{rule}", response_model=Rule, responses=problem(404, 422))
    async def rule(request: Request, rule: str, language: str = SOURCE_LANGUAGE) -> Response:
        """Return one rule as it was written."""
        found = _spoken(service, language).rule.get(rule)
        if found is None:
            raise RefusedError(404, "There is no such rule")
        return _fixed(service, request, found)

    @router.get("/v1/remedies/{remedy}", response_model=Remedy, responses=problem(404, 422))
    async def remedy(request: Request, remedy: str, language: str = SOURCE_LANGUAGE) -> Response:
        """Return one remedy as it was written."""
        found = _spoken(service, language).remedy.get(remedy)
        if found is None:
            raise RefusedError(404, "There is no such remedy")
        return _fixed(service, request, found)
