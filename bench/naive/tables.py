"""The naive way's tables: `python -m bench.naive.tables`."""

from bench.naive.api import Base, engine

Base.metadata.create_all(engine)
