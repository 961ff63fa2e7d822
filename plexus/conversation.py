"""The conversation, drawn and described from `shared/messages`: a picture (Mermaid) and an AsyncAPI 3 document."""

from collections import defaultdict
from typing import Any

from shared.messages import MESSAGES, SERVICES


def picture() -> str:
    """Who tells whom what, as a Mermaid flowchart."""
    told: dict[tuple[str, str], list[str]] = defaultdict(list)
    for message in MESSAGES.values():
        for listener in message.audience:
            told[message.teller(), listener].append(message.__name__)
    services = [f"    {service}([{service}])" for service in SERVICES]
    arrows = [
        f'    {teller} -- "{"<br>".join(names)}" --> {listener}' for (teller, listener), names in sorted(told.items())
    ]
    return "\n".join(["flowchart LR", *services, *arrows])


def asyncapi() -> dict[str, Any]:
    """Every message with its audience and the shape of its body (AsyncAPI 3.0.0)."""
    channels = {
        service: {
            "address": service,
            "description": f"The queue on which {service} hears.",
            "messages": {
                name: {"$ref": f"#/components/messages/{name}"}
                for name, message in MESSAGES.items()
                if service in message.audience
            },
        }
        for service in SERVICES
    }
    operations = {
        f"{message.teller()}_tells_{listener}_{name.partition('.')[2]}": {
            "action": "send",
            "channel": {"$ref": f"#/channels/{listener}"},
            "messages": [{"$ref": f"#/channels/{listener}/messages/{name}"}],
        }
        for name, message in MESSAGES.items()
        for listener in message.audience
    }
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "What the services tell one another", "version": "1"},
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": {
                name: {"name": name, "summary": _sentence(message), "payload": message.model_json_schema()}
                for name, message in MESSAGES.items()
            }
        },
    }


def _sentence(message: type) -> str:
    return (message.__doc__ or "").partition("\n")[0]
