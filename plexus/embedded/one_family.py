"""Several small programs that share what they import: `python -m plexus.embedded.one_family MODULE…`.

The modules are imported once; each then runs as `__main__` in a fork of its own, which costs a few megabytes instead
of seventy. When one of them ends, all end, and the supervisor starts the family again.
"""

import contextlib
import gc
import os
import runpy
import signal
import sys
from importlib import import_module

from plexus.embedded.process import die_with_parent


def run(modules: list[str]) -> int:
    """Run all until one ends, or until asked to stop."""
    for module in modules:
        import_module(module)
    gc.freeze()  # what is shared is not written to by the collector
    children = [_fork(module) for module in modules]

    def stop(*_: object) -> None:
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    _, status = os.wait()
    stop()
    for _ in children[1:]:
        os.wait()
    return os.waitstatus_to_exitcode(status)


def _fork(module: str) -> int:
    child = os.fork()
    if child == 0:
        die_with_parent()()
        del sys.modules[module]  # what it imports stays; it runs anew, as the main one
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        os._exit(0)
    return child


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
