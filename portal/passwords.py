"""Passwords: hashed with argon2id, in threads, few at a time, and never while a transaction is open."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.concurrency import run_in_threadpool

AT_ONCE = 2  # each takes 64 MiB of memory and a whole core


class Passwords:
    """Makes and checks password hashes. Tests hand in a hasher with lower costs."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self.hasher = hasher or PasswordHasher()
        self._turns: tuple[asyncio.AbstractEventLoop, asyncio.Semaphore] | None = None
        self._nobody = ""

    async def hash(self, password: str) -> str:
        """A new hash of the password, with a salt of its own."""
        async with self._turn():
            return await run_in_threadpool(self.hasher.hash, password)

    async def is_right(self, stored_hash: str | None, password: str) -> bool:
        """Whether the password fits. Takes as long when there is nobody (None), so that nothing can be learned."""
        async with self._turn():
            return await run_in_threadpool(self._compare, stored_hash, password)

    def is_outdated(self, stored_hash: str) -> bool:
        """Whether the hash was made with other costs than today's and should be made anew."""
        return self.hasher.check_needs_rehash(stored_hash)

    def _compare(self, stored_hash: str | None, password: str) -> bool:
        if not stored_hash and not self._nobody:
            self._nobody = self.hasher.hash("nobody")
        try:
            self.hasher.verify(stored_hash or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return bool(stored_hash)

    def _turn(self) -> asyncio.Semaphore:
        loop = asyncio.get_running_loop()
        if self._turns is None or self._turns[0] is not loop:  # a semaphore belongs to one event loop
            self._turns = (loop, asyncio.Semaphore(AT_ONCE))
        return self._turns[1]
