"""The OpenAPI document: the shapes of our models, and evidence as the rule base defines it."""

from __future__ import annotations

from typing import Any, TypeAlias

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from triage.http.bodies import AskedForRationale, AskedForScreen, AskedToAssess, AskedToExplain
from triage.http.problems import MEDIA_TYPE, ProblemDetails
from triage.model.fact import FactDefinition, FactKind
from triage.model.rulebase import RuleBase
from triage.terms import CHECK, GROUP, NOT_SURE

Schema: TypeAlias = dict[str, Any]

REF = "#/components/schemas/"
BODIES = (AskedForScreen, AskedToAssess, AskedToExplain, AskedForRationale)


def evidence_schema(rulebase: RuleBase) -> Schema:
    """Return the schema of evidence: every line that a value can be given for."""
    yes_no = {"anyOf": [{"type": "boolean"}, {"const": NOT_SURE}, {"type": "null"}]}
    lines = {name: _value(one) for name, one in rulebase.facts.items()}
    for question in rulebase.questions.values():
        if question.group is not None:
            lines[GROUP + question.id] = {**yes_no, "description": question.group.text}
    for name, check in rulebase.plain_checks.items():
        lines[CHECK + name] = {**yes_no, "description": check.ask}
    return {
        "title": "Evidence",
        "type": "object",
        "description": f"A value for each line. Null, or left out, is unknown, which never counts "
        f'as no; "{NOT_SURE}" was asked in vain.',
        "properties": lines,
        "additionalProperties": False,
    }


def _value(fact: FactDefinition) -> Schema:
    value: Schema
    match fact.kind:
        case FactKind.BOOL:
            value = {"type": "boolean"}
        case FactKind.NUMBER:
            value = {"type": "integer", "minimum": fact.at_least, "maximum": fact.at_most}
        case FactKind.CHOICE:
            value = {"type": "string", "enum": list(fact.choices)}
        case FactKind.SET:
            value = {
                "type": "array",
                "items": {"type": "string", "enum": list(fact.choices)},
                "minItems": 1,
                "maxItems": len(fact.choices),
                "uniqueItems": True,
            }
    unknown = [] if NOT_SURE in fact.choices else [{"const": NOT_SURE}]
    told = f"{fact.label} ({fact.unit})" if fact.unit else fact.label
    return {"anyOf": [value, *unknown, {"type": "null"}], "description": told}


def body_ref(name: str) -> Schema:
    """Return what an operation says of its body, for FastAPI's `openapi_extra`."""
    schema = {"$ref": REF + name}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def problem(*statuses: int) -> dict[int | str, Schema]:
    """Return what an operation says of the statuses with which it refuses."""
    told = {"schema": {"$ref": f"{REF}ProblemDetails"}}
    return {
        one: {"description": "Refused", "content": {MEDIA_TYPE: told}} for one in sorted(statuses)
    }


def openapi(app: FastAPI, rulebase: RuleBase, languages: tuple[str, ...]) -> Schema:
    """Return the document for an app that answers from a rule base."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        servers=[{"url": "/"}],
    )
    schemas: Schema = made["components"]["schemas"]
    schemas["Evidence"] = evidence_schema(rulebase)
    for kind in (*BODIES, ProblemDetails):
        schema = kind.model_json_schema(ref_template=REF + "{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[kind.__name__] = schema
    for kind in BODIES:
        lines = schemas[kind.__name__]["properties"]
        lines["evidence"] = {"$ref": f"{REF}Evidence"}
        lines["language"] = {"type": "string", "enum": list(languages), "default": languages[0]}
    known = schemas["AskedForRationale"]["properties"]["facts"]
    known["items"] = {"type": "string", "enum": list(rulebase.facts)}
    about = schemas["AskedToExplain"]["properties"]["about"]
    about["enum"] = [*rulebase.rule, *rulebase.remedy]
    made["security"] = []
    return made
