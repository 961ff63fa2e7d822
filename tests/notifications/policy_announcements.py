"""Who may do what with announcements: the office, and nobody else."""

from typing import Any

PATH = "/api/v1/announcements"
DRAFT = {"texts": {"en": {"title": "The clinic moves", "text": "See you there."}}, "target": {"kind": "everybody"}}

Row = tuple[str, str, dict[str, Any] | None, tuple[int, ...]]


def _office(answer: int) -> tuple[int, ...]:
    return (401, 403, 403, 403, 403, 403, answer, 403)


ROWS: list[Row] = [
    ("GET", PATH, None, _office(200)),
    ("POST", PATH, DRAFT, _office(201)),
    ("GET", f"{PATH}/{{announcement_id}}", None, _office(200)),
    ("PATCH", f"{PATH}/{{announcement_id}}", {"url": ""}, _office(200)),
    ("GET", f"{PATH}/{{announcement_id}}/preview", None, _office(200)),
    ("POST", f"{PATH}/{{announcement_id}}/test", None, _office(200)),
    ("POST", f"{PATH}/{{announcement_id}}/sending", {"recipients": 0}, _office(409)),
    ("POST", f"{PATH}/{{announcement_id}}/stop", None, _office(409)),
    ("DELETE", f"{PATH}/{{announcement_id}}", None, _office(204)),
]
