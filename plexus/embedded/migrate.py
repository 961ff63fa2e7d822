"""Brings the databases of all services to the newest schema, in one process: `python -m plexus.embedded.migrate`."""

import runpy

from plexus.embedded.programs import SERVICES

if __name__ == "__main__":
    for service in SERVICES:
        runpy.run_module(f"services.{service}.migrate", run_name="__main__")
