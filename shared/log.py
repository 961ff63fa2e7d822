"""Structured logs: one JSON object a line, with the correlation id that runs from a request to an SMTP reply."""

import logging
import re
import sys
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

import structlog

correlation: ContextVar[str] = ContextVar("correlation", default="")

# What a signed link or a secret feed carries in its path must not be readable in a log.
_SECRET_PATH = re.compile(r"(/links/[^/\s]+/|/my/)[^/\s?]+")


def redact(path: str) -> str:
    """The path, with the secrets that some paths carry left out."""
    return _SECRET_PATH.sub(r"\1[link]", path)


def new_correlation_id() -> str:
    """A correlation id for what begins here."""
    return uuid4().hex


def _with_correlation(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    if correlation.get():
        event.setdefault("correlation_id", correlation.get())
    return event


def configure(service: str, level: int = logging.INFO) -> None:
    """Send this process's logs, its libraries' too, to standard error as JSON lines."""

    def with_service(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        event.setdefault("service", service)  # several may share a process
        return event

    shared: list[structlog.typing.Processor] = [
        with_service,
        structlog.stdlib.add_log_level,
        _with_correlation,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("httpx2", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger; say what happened as `noun_verb`, with facts as keywords."""
    bound: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return bound
