"""The roles by which the table of who may do what goes, and what is answered by kind."""

ROLES = ("stranger", "viewer", "reviewer", "coordinator", "admin", "elsewhere", "operator", "office")
EVERYBODY = dict.fromkeys(ROLES, 200)
HOSTS = ("coordinator", "admin", "office")
INSIDE = ("viewer", "reviewer", *HOSTS)


def only(*allowed: str, status: int = 200, stranger: int = 401, elsewhere: int = 403) -> dict[str, int]:
    """Those may; a stranger is asked who she is; whoever may know of the thing is refused, others find nothing."""
    refused = {"stranger": stranger, "viewer": 403, "reviewer": 403, "elsewhere": elsewhere, "operator": elsewhere}
    return {role: status if role in allowed else refused.get(role, 403) for role in ROLES}
