"""For operators. The portal owns no store: it is ready when it runs, and says so page by page when others are not."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.api.health import Health

router = APIRouter()


@router.get("/health/live")
@router.get("/health/ready")
def health() -> Health:
    """That the process runs."""
    return Health()


@router.get("/metrics")
def metrics() -> Response:
    """The figures of this process."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
