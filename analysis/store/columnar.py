"""A table as Parquet: its types are kept, and the file says what its columns mean."""

from __future__ import annotations

import io
import json
from typing import Any

import pandas as pd

from analysis.store.codebook import Document
from analysis.store.extras import library_of
from analysis.store.frames import as_text, columns_of


def parquet(document: Document, name: str) -> bytes:
    """Return one table of a document as a Parquet file.

    Days are ``date32``, counts ``int64`` that may be null, other numbers ``double``, all else
    text, ``""`` where nothing is known. Each field holds its ``description`` and ``unit``; the file
    holds what the document tells ``about`` itself, and the ``codebook`` of the table as JSON.
    Raises ``RollbackError`` without the library that it needs.
    """
    pa = library_of("parquet")
    table = document.tables[name].reset_index(drop=True)
    table.columns = [column for column, _ in columns_of(table)]
    book = document.codebook[document.codebook["table"] == name].set_index("column")
    fields = [
        pa.field(column, _type(pa, cells), metadata=_explained(book, column))
        for column, cells in columns_of(table)
    ]
    plain = _typed(table)
    found = pa.Table.from_pandas(plain, schema=pa.schema(fields), preserve_index=False)
    metadata = {**found.schema.metadata, **_told(document, book.reset_index())}
    written = io.BytesIO()
    library_of("parquet", ".parquet").write_table(
        found.replace_schema_metadata(metadata), written, compression="zstd"
    )
    return written.getvalue()


def _type(pa: Any, column: pd.Series) -> Any:
    if pd.api.types.is_datetime64_any_dtype(column):
        return pa.date32()
    if pd.api.types.is_bool_dtype(column):
        return pa.bool_()
    if pd.api.types.is_integer_dtype(column):
        return pa.int64()
    return pa.float64() if pd.api.types.is_float_dtype(column) else pa.string()


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which every column is of days, numbers or text, and of nothing else."""
    texts = as_text(table)
    words = {
        name: texts[name].astype("str")
        for name, column in columns_of(table)
        if not pd.api.types.is_datetime64_any_dtype(column)
        and not pd.api.types.is_numeric_dtype(column)
    }
    return table.assign(**words)


def _explained(book: pd.DataFrame, column: str) -> dict[str, str]:
    told = {name: str(book[name].get(column, "")) for name in ("description", "unit")}
    return {name: text for name, text in told.items() if text}


def _told(document: Document, book: pd.DataFrame) -> dict[str, str]:
    """Return what the file tells of itself; of several texts of one name each has a line."""
    told: dict[str, list[str]] = {}
    for name, text in document.about:
        told.setdefault(name, []).append(text)
    lines = {name: "\n".join(texts) for name, texts in told.items()}
    return {**lines, "codebook": json.dumps(book.to_dict("records"), ensure_ascii=False)}
