"""Work with the database beside the loop, in a few threads of our own, each of which keeps its connection.

To open a connection costs more than most of what is done with it, and a thread for each stream would hold one each.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, ParamSpec, TypeVar

from django.db import close_old_connections

P = ParamSpec("P")
T = TypeVar("T")

THREADS: Final = 4
_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="beside")


async def beside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` gives, done in one of the threads. Who stops waiting does not stop the work."""
    around = contextvars.copy_context()  # with the language of who asks
    asked = partial(_done, partial(work, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_threads, around.run, asked)


def _done(work: Callable[[], T]) -> T:
    try:
        return work()
    finally:
        close_old_connections()  # one that broke; a healthy one stays, or goes back to the pool where there is one
