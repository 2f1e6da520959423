"""Rows of a query in one value: the databases agree on JSON, but not on what makes it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class json_rows(GenericFunction[str]):  # noqa: N801 (a function of SQL)
    """The given columns of all rows, as JSON text of arrays; null or "[]" where there is none."""

    type = Text()
    inherit_cache = True


@compiles(json_rows, "sqlite")
def _for_sqlite(rows: json_rows, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 (passed on)
    return f"json_group_array(json_array({compiler.process(rows.clauses, **options)}))"


@compiles(json_rows, "postgresql")
def _for_postgresql(rows: json_rows, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 (passed on)
    return f"json_agg(json_build_array({compiler.process(rows.clauses, **options)}))::text"
