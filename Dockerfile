# An image per service, which holds shared/ and that service alone, so that a forbidden import cannot even start;
# and `ops`, which holds everything: migrations, demo, doctor, the mailbox. All stand on one layer of dependencies.

FROM python:3.13-slim AS dependencies
WORKDIR /build
ENV UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml requirements.lock ./
# Every package, uv itself too, is checked against its hash in the lock.
RUN python -m venv /opt/plexus && python -m venv /opt/uv \
    && sed -n '/^uv==/,/[^\\]$/p' requirements.lock >uv.txt \
    && /opt/uv/bin/python -m pip install --quiet --no-cache-dir --require-hashes --requirement uv.txt \
    && /opt/uv/bin/uv pip install --quiet --no-cache --compile-bytecode --python /opt/plexus/bin/python \
       --requirement pyproject.toml --constraint requirements.lock

FROM python:3.13-slim AS common
RUN useradd --system --uid 10001 --no-create-home --home-dir /tmp plexus \
    && mkdir /app /run/plexus && chown plexus /run/plexus
WORKDIR /app
ENV PATH=/opt/plexus/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=2
COPY --from=dependencies /opt/plexus /opt/plexus
COPY --chmod=755 deploy/with-settings /usr/local/bin/with-settings
COPY shared shared
COPY services/__init__.py services/
USER 10001
ENTRYPOINT ["with-settings"]

FROM common AS ops
COPY services services
COPY plexus plexus
ENTRYPOINT ["with-settings", "python", "-m", "plexus"]

FROM common AS service
# Only the front reaches a service, so that what it says of who asked can be believed. Access is logged, redacted,
# by the services themselves.
ENV UVICORN_HOST=0.0.0.0 UVICORN_PORT=8000 UVICORN_ACCESS_LOG=false UVICORN_LOG_LEVEL=warning \
    UVICORN_PROXY_HEADERS=true UVICORN_FORWARDED_ALLOW_IPS=*
ARG SERVICE
COPY services/${SERVICE} services/${SERVICE}
