"""An office that announces, and the town that it announces to."""

from typing import Any

from tests.notifications.builders import HOST, named

PATH = "/api/v1/announcements"
TEXTS = {
    "en": {
        "title": "The clinic moves",
        "text": "Dear all,\n\nsee https://example.org/map & bring a friend.\nThank you!",
    },
    "es": {"title": "La clínica se muda", "text": "¡Hasta pronto!"},
}
HEART = {"kind": "topic", "id": "heart"}
CLINIC = {"kind": "partner", "id": str(HOST)}
GROUP = named("group", "board")


def draft(office: Any, target: dict[str, Any], **given: Any) -> dict[str, Any]:
    answer = office.post(PATH, json={"texts": TEXTS, "target": target} | given)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def send(office: Any, made: dict[str, Any]) -> dict[str, Any]:
    preview = office.get(f"{PATH}/{made['id']}/preview").json()
    answer = office.post(f"{PATH}/{made['id']}/sending", json={"recipients": preview["recipients"]})
    assert answer.status_code == 200, answer.text
    sent: dict[str, Any] = answer.json()
    return sent
