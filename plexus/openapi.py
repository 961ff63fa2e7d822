"""One description of the whole API, made from what the services say of themselves."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from plexus.front import APPLICATIONS, PORTAL, serving

DESCRIPTION = Path(__file__).parents[1] / "services" / "portal" / "openapi.json"
TITLE = "The consortium's API"
_REFERENCE = "#/components/schemas/"


class Clash(Exception):
    """Two services describe the same thing, or one describes a path that it does not serve."""


def described() -> dict[str, Any]:
    """The descriptions of all services as one (OpenAPI 3.1)."""
    whole: dict[str, Any] = {"paths": {}, "components": {}}
    for service, module in APPLICATIONS.items():
        if service == PORTAL:
            continue
        part = _named_apart(service, import_module(module).app.openapi(), whole["components"].get("schemas", {}))
        _refuse_foreign(service, part["paths"])
        _add(whole["paths"], part["paths"], "the path")
        for kind, named in part["components"].items():
            _add(whole["components"].setdefault(kind, {}), named, f"{kind} by the name of")
        whole["openapi"] = part["openapi"]
    security = {"token": {"type": "http", "scheme": "bearer", "description": "An access token, or a `plx_…` token."}}
    whole["components"].setdefault("securitySchemes", {}).update(security)
    return {
        "openapi": whole["openapi"],
        "info": {"title": TITLE, "version": "1"},
        "security": [{"token": []}, {}],
        "paths": dict(sorted(whole["paths"].items())),
        "components": {kind: dict(sorted(named.items())) for kind, named in sorted(whole["components"].items())},
    }


def written() -> str:
    """The description as its file has it."""
    return json.dumps(described(), indent=1, ensure_ascii=False) + "\n"


def _named_apart(service: str, part: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """A description whose schemas do not bear the names of others' that are not the same."""
    schemas = part["components"]["schemas"]
    names = {
        name: f"{service.capitalize()}{name}" for name in schemas if known.get(name, schemas[name]) != schemas[name]
    }
    renamed: dict[str, Any] = _referring(part, {_REFERENCE + name: _REFERENCE + own for name, own in names.items()})
    renamed["components"]["schemas"] = {
        names.get(name, name): schema for name, schema in renamed["components"]["schemas"].items()
    }
    return renamed


def _referring(part: Any, names: dict[str, str]) -> Any:
    if isinstance(part, dict):
        return {
            key: names.get(value, value) if key == "$ref" else _referring(value, names) for key, value in part.items()
        }
    return [_referring(value, names) for value in part] if isinstance(part, list) else part


def _refuse_foreign(service: str, paths: dict[str, Any]) -> None:
    for path in paths:
        if serving(path) != service:
            raise Clash(f"{service} describes {path}, which {serving(path)} serves")


def _add(whole: dict[str, Any], part: dict[str, Any], what: str) -> None:
    for name, described_as in part.items():
        if whole.setdefault(name, described_as) != described_as:
            raise Clash(f"two services describe {what} {name} differently")
