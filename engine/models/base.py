"""Column types and the metadata that all tables hang on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware moment, kept in UTC. SQLite drops time zones, so they are put back on the way out."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Json(sa.types.TypeDecorator[Any]):
    """JSON as text: key order and number texts survive, which PostgreSQL's jsonb would not keep."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        return None if value is None else orjson.loads(value)


# SQLite only numbers rows by itself in an INTEGER column.
Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def reference(target: str, **options: Any) -> sa.Column[int]:
    """A not-null foreign key column named after ``target`` ('person' -> person_id), unless told otherwise."""
    options.setdefault("nullable", False)
    name = options.pop("name", f"{target}_id")
    return sa.Column(name, Id, sa.ForeignKey(f"{target}.id"), **options)
