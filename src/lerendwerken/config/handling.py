"""How a request is handled: whole, in one of a few threads that stay.

Django itself gives every request a thread of its own and lets it hop between that thread and the loop for each layer.
With a hundred people at once that is a hundred threads that take turns a few milliseconds each: all are served at the
very end, and the loop that hands out the words of the AI waits behind every one of them. Here who came first is served
first, and a stream that is read along holds no thread at all.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponseBase

THREADS: Final = 4
"""More than cores: one that waits for the database, the masker or another server keeps no other back."""


class Handler(ASGIHandler):
    """Django behind a queue with a few threads."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="request")
        super().__init__()

    def load_middleware(self, is_async: bool = False) -> None:
        """Every layer of ours is synchronous, so they are called one inside the other without a hop."""
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Handle a request, without a thread that is its own."""
        await self.handle(scope, receive, send)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, made in one of the threads."""
        answer = sync_to_async(self._answer, thread_sensitive=False, executor=self._threads)
        return await answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            close_old_connections()  # one that broke; a healthy one stays, or goes back to the pool where there is one
