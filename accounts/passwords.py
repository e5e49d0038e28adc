"""Passwords: hashing, and what a good one is. Pure but for the dice and for waiting one's turn."""

import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from accounts.common_passwords import is_common
from core.errors import N_, DomainError, Invalid

MINIMUM = 10
REMEMBERED = 5  # the last few may not be chosen again
# Letters that nobody mistakes for another when read aloud or copied by hand.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

AT_ONCE = 2  # each takes 64 MB and all it gets of the processor
PATIENCE = 5  # seconds

_turns = threading.BoundedSemaphore(AT_ONCE)
_hasher = PasswordHasher()  # argon2id with the library's present defaults
_nobody = _hasher.hash(secrets.token_hex(16))


class Busy(DomainError):
    """Too many passwords are being looked at."""

    status = 429
    retry_after = PATIENCE
    message = N_("现在登录的人太多，请过几秒再试。")


@contextmanager
def turn() -> Iterator[None]:
    """One of the few turns of this process to work on a password; raises Busy when none comes free in time."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy()
    try:
        yield
    finally:
        _turns.release()


def hash_password(password: str) -> str:
    """The argon2id hash of the password."""
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the hashed one; without a hash it takes as long and is false. Raises Busy."""
    try:
        with turn():
            _hasher.verify(password_hash or _nobody, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def one_time_password() -> str:
    """A password to be used once: three groups of four, easy to read out."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    return "-".join(groups)


def check_strength(password: str, username: str, organisation: str, earlier: list[str]) -> None:
    """Raise Invalid, naming the rule, when the password is too weak or one of the earlier ones (hashes)."""
    problem = _weakness(password, username, organisation)
    if not problem and any(matches(old, password) for old in earlier[:REMEMBERED]):
        problem = N_("不能使用最近 5 次用过的密码。")
    if problem:
        raise Invalid(problem, fields={"new_password": problem})


def _weakness(password: str, username: str, organisation: str) -> str | None:
    if len(password) < MINIMUM:
        return N_("密码至少 10 个字符。")
    if len(password) < 20 and len({_class(letter) for letter in password}) < 3:
        return N_("密码须包含大写字母、小写字母、数字、符号中的至少三种；20 个字符以上的不作此要求。")
    if len(set(password)) < 5:
        return N_("密码中重复的字符太多。")
    plain = password.casefold()
    if username.casefold() in plain or (organisation and organisation.casefold() in plain):
        return N_("密码不能包含账号名或单位名称。")
    if is_common(password):
        return N_("密码过于常见，容易被猜中，请换一个。")
    return None


def _class(letter: str) -> str:
    kind = unicodedata.category(letter)
    return {"Lu": "upper", "Ll": "lower", "Nd": "digit"}.get(kind, "other")
