"""The interface described for programs: OpenAPI 3.1. Its schemas are what the tests check the answers by. Pure."""

from typing import Any

from portal.exchange.rules import MOST_A_MINUTE, Scope

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
HUNDREDTHS: Schema = {"type": "integer", "description": "hundredths of a credit: 150 is 1.5 credits"}
ROW: Schema = {
    "type": "object",
    "description": "a row of the books with every value that its digest covers",
    "required": ["id", "sequence", "entry_type", "digest", "previous_digest", "reference", "cause"],
}


def described(origin: str) -> Schema:
    """The description, with the address at which the interface is."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "无碍学堂 credit bank: interface for colleges",
            "version": "1",
            "description": "A token is made by a reader of the college for one share or one application, and holds as "
            f"long as the person's consent. At most {MOST_A_MINUTE} calls a minute and token. Each call is kept, and the "
            "person can read it.",
        },
        "servers": [{"url": f"{origin}/api/v1"}],
        "paths": {
            "/credits": {"get": _call("What a person shows to the college", Scope.READ_CREDITS, "Statement")},
            "/conversion": {"get": _call("One application", Scope.ANSWER_CONVERSION, "Application")},
            "/conversion/answer": {
                "post": _call("Decide an application", Scope.ANSWER_CONVERSION, "Application")
                | {"requestBody": {"required": True, "content": _json("Decision")}}
            },
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Statement": STATEMENT,
                "Application": APPLICATION,
                "Decision": DECISION,
                "Problem": PROBLEM,
            },
        },
    }


def _call(summary: str, scope: Scope, answers: str) -> Schema:
    problem = {"content": _json("Problem", "application/problem+json")}
    refusals = {
        "401": {"description": "the token does not hold"} | problem,
        "403": {"description": "the token allows something else, or the person has ended the consent"} | problem,
        "409": {"description": "it cannot be decided so, or not any more"} | problem,
        "422": {"description": "what was sent cannot be read"} | problem,
        "429": {"description": "too many calls; Retry-After says when to try again"} | problem,
    }
    return {
        "summary": summary,
        "security": [{"token": [scope.value]}],
        "responses": {"200": {"description": "as it is now", "content": _json(answers)}} | refusals,
    }


def _json(schema: str, media_type: str = "application/json") -> Schema:
    return {media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


STATEMENT: Schema = {
    "type": "object",
    "required": ["format", "issuer", "made_on", "holder", "credit_hundredths", "entries", "certificates", "proofs"],
    "properties": {
        "format": {"const": "wuai-statement-1"},
        "issuer": TEXT,
        "made_on": DAY,
        "holder": {"type": "object", "required": ["name"], "properties": {"name": TEXT}},
        "credit_hundredths": HUNDREDTHS,
        "entries": {"type": "array", "items": {"type": "object", "properties": {"record": TEXT, "row": ROW}}},
        "certificates": {"type": "array", "items": {"type": "object"}},
    },
}
APPLICATION: Schema = {
    "type": "object",
    "required": ["application", "state", "holder", "programme", "answer_until", "consent_until", "words", "targets"],
    "properties": {
        "application": {"type": "integer"},
        "state": TEXT,
        "holder": {"type": "object", "required": ["name"], "properties": {"name": TEXT}},
        "programme": {"type": "object", "required": ["code", "name"], "properties": {"code": TEXT, "name": TEXT}},
        "answer_until": DAY,
        "consent_until": DAY,
        "words": TEXT,
        "targets": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "name", "credit_hundredths", "verdict", "entries"],
                "properties": {
                    "code": TEXT,
                    "name": TEXT,
                    "credit_hundredths": HUNDREDTHS,
                    "verdict": {"enum": ["waiting", "accepted", "refused", "ended", "given_back"]},
                    "entries": {"type": "array", "items": ROW},
                },
            },
        },
    },
    "additionalProperties": False,
}
DECISION: Schema = {
    "type": "object",
    "required": ["accepted"],
    "properties": {
        "accepted": {"type": "array", "items": TEXT, "description": "codes of the target courses that are taken"},
        "words": TEXT | {"maxLength": 2000, "description": "to the learner; needed where not everything is taken"},
    },
}
PROBLEM: Schema = {
    "type": "object",
    "required": ["type", "status", "title"],
    "properties": {"type": TEXT, "status": {"type": "integer"}, "title": TEXT},
}
