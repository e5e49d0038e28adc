"""The database: its types, its units of work, and how SQLite is opened."""

import json
import sqlite3
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from fractions import Fraction

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, ForeignKey, Integer, MetaData, String, Text, event, types
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, mapped_column

from core.errors import N_, DomainError, Sentence
from core.failpoints import reached
from core.ids import new_id

SAFE_SQLITE = (3, 51, 3)  # earlier releases have a rare fault in the write-ahead log
CONNECT_SECONDS = 5  # before a silent server is given up

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables of the product."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)

Id = String(26)
Sequence = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(types.TypeDecorator):
    """An aware instant, stored in UTC; a naive one is a mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Spoken(types.TypeDecorator):
    """A sentence as what it is made of, so that each reader has it in his language; plain text stays text."""

    impl = Text
    cache_ok = True
    MARK = '{"say":'

    def process_bind_param(self, value: str | None, dialect):
        return json.dumps(_taken_apart(value), ensure_ascii=False) if isinstance(value, Sentence) else value

    def process_result_value(self, value: str | None, dialect):
        return _put_together(json.loads(value)) if value and value.startswith(self.MARK) else value


def _taken_apart(value):
    if isinstance(value, Sentence):
        return {"say": value.message, "with": {name: _taken_apart(each) for name, each in value.params.items()}}
    return [_taken_apart(each) for each in value] if isinstance(value, tuple) else value


def _put_together(value):
    if isinstance(value, dict):
        return Sentence(value["say"], **{name: _put_together(each) for name, each in value["with"].items()})
    return tuple(_put_together(each) for each in value) if isinstance(value, list) else value


class Rational(types.TypeDecorator):
    """An exact fraction, stored as reduced text such as 8/3."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Fraction | None, dialect):
        return None if value is None else str(Fraction(value))

    def process_result_value(self, value: str | None, dialect):
        return None if value is None else Fraction(value)


class Identified:
    """A row with an id that may stand in an address."""

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)


class Audited(Identified):
    """A row that cannot change without a line of the audit trail; triggers see to it."""

    @declared_attr
    def audit_seq(cls) -> Mapped[int]:
        return mapped_column(Sequence, ForeignKey("audit_entry.seq"), nullable=False)


_writing: ContextVar[bool] = ContextVar("writing", default=False)


def begin_writing():
    """From here on a transaction takes the write lock at its first statement."""
    return _writing.set(True)


def end_writing(token) -> None:
    """Back to reading."""
    _writing.reset(token)


@contextmanager
def reading():
    """A look of its own: the session holds nothing before it and nothing after it, the write lock least of all."""
    db.session.rollback()
    token = _writing.set(False)
    try:
        yield db.session
    finally:
        db.session.rollback()
        _writing.reset(token)


@contextmanager
def unit_of_work():
    """One act of a command or a job: everything it writes, or nothing."""
    token = begin_writing()
    try:
        db.session.rollback()  # a read left open would hold an older snapshot
        yield db.session
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        end_writing(token)


class DatabaseUnreachable(DomainError):
    """No connection: the server is missing, silent, or does not let us in."""

    status = 503
    message = N_("数据暂时无法写入，您的操作没有保存。请稍后再试，或请管理员检查磁盘空间。")
    at_terminal = N_(
        "无法连接数据库 {where}：{reason}。请检查地址、服务器是否已启动、库是否已建立、用户和密码是否正确。"
    )


@event.listens_for(Engine, "do_connect")
def _connect(dialect, record, arguments, options):
    if dialect.name == "postgresql":
        options.setdefault("connect_timeout", CONNECT_SECONDS)
    try:
        return dialect.connect(*arguments, **options)
    except dialect.loaded_dbapi.Error as failure:
        where = "{host}:{port}/{dbname}".format_map({"host": "", "port": 5432, "dbname": "", **options})
        raise DatabaseUnreachable(
            where=where if dialect.name == "postgresql" else arguments[0],
            reason=str(failure).strip().splitlines()[-1].strip().rstrip("."),
        ) from failure


@event.listens_for(Engine, "connect")
def _open_sqlite(connection, record) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "recursive_triggers=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


@event.listens_for(Session, "before_commit")
def _about_to_commit(session) -> None:
    reached("commit.before")


@event.listens_for(Session, "after_commit")
def _committed(session) -> None:
    reached("commit.after")


@event.listens_for(Session, "before_flush")
def _refuse_stray_writes(session, flush_context, instances) -> None:
    if not _writing.get():
        raise RuntimeError("a write outside a unit of work: the transaction began as a reader")
