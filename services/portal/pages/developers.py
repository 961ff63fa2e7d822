"""One description of the whole API, for programs and for people."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from services.portal.rendering import page
from services.portal.visitor import Anybody

router = APIRouter()

# Written by `plexus openapi`, and held against the services by a test.
DESCRIPTION = Path(__file__).parent.parent / "openapi.json"


@router.get("/api/openapi.json")
def get_description() -> Response:
    """The description, as OpenAPI 3.1."""
    return FileResponse(DESCRIPTION, media_type="application/json", headers={"Access-Control-Allow-Origin": "*"})


@router.get("/api/docs")
def show_description(visitor: Anybody) -> Response:
    """The same, to read."""
    return page(visitor, "developers.html", tags=_by_tag())


@lru_cache
def _by_tag() -> dict[str, list[dict[str, Any]]]:
    description = json.loads(DESCRIPTION.read_text())
    by_tag: dict[str, list[dict[str, Any]]] = {}
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            by_tag.setdefault(operation.get("tags", ["other"])[0], []).append(
                {
                    "method": method.upper(),
                    "path": path,
                    "said": operation.get("description") or operation.get("summary", ""),
                    "asks": [one for one in operation.get("parameters", []) if one["in"] in {"query", "header"}],
                    "takes": _fields(operation.get("requestBody", {}), description),
                    "answers": [status for status in operation["responses"] if status.startswith("2")],
                }
            )
    return dict(sorted(by_tag.items()))


def _fields(body: dict[str, Any], description: dict[str, Any]) -> list[tuple[str, bool]]:
    """The fields of a request's body, and whether each is needed."""
    taken: list[dict[str, Any]] = list(body.get("content", {}).values())
    schema = taken[0]["schema"] if taken else {}
    named = schema.get("$ref", "").rpartition("/")[2]
    schema = description["components"]["schemas"].get(named, schema)
    return [(name, name in schema.get("required", [])) for name in schema.get("properties", {})]
