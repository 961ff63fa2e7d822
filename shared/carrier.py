"""The carrier: Celery over Redis, set up so that losing any of it loses nothing. It carries pointers and copies."""

from celery import Celery
from kombu import Queue

from shared.messages import SERVICES

# Longer than any task may run; all who share a Redis must agree, since the shortest wins.
_VISIBILITY_SECONDS = 300


def carrier(service: str, redis_url: str, queues: tuple[str, ...] = ()) -> Celery:
    """A Celery application that can send to every service, and to the `queues` of its own.

    Nothing is delayed in Redis (no eta, countdown or retry): the future is a column in PostgreSQL.
    """
    app = Celery(service, broker=redis_url, set_as_current=False)
    app.conf.update(
        task_queues=[Queue(name) for name in dict.fromkeys((*SERVICES, *queues))],
        task_create_missing_queues=False,
        task_serializer="json",
        accept_content=["json"],
        timezone="UTC",
        task_ignore_result=True,
        # A task that is lost with its worker comes again; the database decides what of it is still to do.
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_acks_on_failure_or_timeout=True,
        task_time_limit=90,
        task_soft_time_limit=75,
        worker_prefetch_multiplier=1,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        worker_soft_shutdown_timeout=20,
        worker_enable_soft_shutdown_on_idle=True,
        worker_max_tasks_per_child=2000,
        worker_max_memory_per_child=300_000,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        # Redis may be away for as long as it likes, and a half-open connection must not hold a publish for ever.
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "visibility_timeout": _VISIBILITY_SECONDS,
            "socket_timeout": 5,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
            "health_check_interval": 10,
            "retry_on_timeout": True,
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
        },
    )
    return app


def send(app: Celery, task: str, args: list[object], queue: str) -> None:
    """Put one task on a queue, or fail at once: whoever sends will send again, since its row is still open."""
    app.send_task(task, args=args, queue=queue, retry=False, ignore_result=True)


def waiting(app: Celery, queue: str) -> int:
    """How many tasks wait on a queue."""
    with app.connection_for_write() as connection, connection.channel() as channel:
        return int(channel.client.llen(queue))  # type: ignore[attr-defined]
