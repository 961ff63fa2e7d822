"""Several programs that share what they import: `python -m plexus.embedded.one_family [--import=M…] 'MODULE WORDS'…`.

All modules are imported once; each program then runs as `__main__` in a fork of its own, which costs a few megabytes
instead of seventy. Whichever ends is forked anew, and the others do not notice.
"""

import contextlib
import gc
import os
import runpy
import signal
import sys
import time
from importlib import import_module

from plexus.embedded.process import die_with_parent

_PAUSE = 0.5


def run(commands: list[str], imported: list[str]) -> int:
    """Run all until asked to stop."""
    for module in (*imported, *(command.split()[0] for command in commands)):
        import_module(module)
    gc.freeze()  # what is shared is not written to by the collector
    children = {_fork(command): command for command in commands}
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    while children:
        ended, status = os.wait()
        command = children.pop(ended)
        if not stopping:
            print(f"{command} ended ({os.waitstatus_to_exitcode(status)}); starting it again", file=sys.stderr)
            time.sleep(_PAUSE)
        if not stopping:
            children[_fork(command)] = command
    return 0


def _fork(command: str) -> int:
    child = os.fork()
    if child == 0:
        die_with_parent()()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        module, *words = command.split()
        del sys.modules[module]  # what it imports stays; it runs anew, as the main one
        sys.argv = [module, *words]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        os._exit(0)
    return child


if __name__ == "__main__":
    given = sys.argv[1:]
    named = [word.removeprefix("--import=") for word in given if word.startswith("--import=")]
    sys.exit(run([word for word in given if not word.startswith("--import=")], named))
