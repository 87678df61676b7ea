"""A table as Parquet: its types are kept, and the file says what its columns mean."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pandas as pd

from analysis.store.codebook import Document
from analysis.store.extras import library_of
from analysis.store.frames import as_text, columns_of

#: The key under which a file tells what it is.
ABOUT = "about"


def parquet(document: Document, name: str) -> bytes:
    """Return one table of a document as a Parquet file.

    Days are ``date32``, counts ``int64`` that may be null, other numbers ``double``, all else
    text, ``""`` where nothing is known. The file's metadata have one key, :data:`ABOUT`: as JSON
    what the document tells about itself, and the ``codebook`` of the table.
    Raises ``RollbackError`` without the library that it needs.
    """
    core, files = library_of("parquet", ".core"), library_of("parquet", ".io")
    table = document.tables[name].reset_index(drop=True)
    texts = as_text(table)
    book = document.codebook[document.codebook["table"] == name]
    fields, cells = [], []
    for column, values in columns_of(table):
        kept, kind = _types(core.DataType, values)
        fields.append(core.Field(column, kind))
        cells.append(core.Array(_plain(values, texts[column]), type=kept).cast(kind))
    found = core.Table.from_arrays(cells, schema=core.Schema(fields))
    written, told = io.BytesIO(), {ABOUT: _told(document, book)}
    # Several keys would be written in any order, and the same table as other bytes.
    files.write_parquet(
        found, written, compression="zstd(3)", key_value_metadata=told, skip_arrow_metadata=True
    )
    return written.getvalue()


def _types(types: Any, column: pd.Series) -> tuple[Any, Any]:
    """Return the type in which the values of a column are handed over, and that of the file."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return types.int32(), types.date32()
    if pd.api.types.is_bool_dtype(column):
        kind = types.bool()
    elif pd.api.types.is_integer_dtype(column):
        kind = types.int64()
    else:
        kind = types.float64() if pd.api.types.is_float_dtype(column) else types.string()
    return kind, kind


def _plain(column: pd.Series, text: pd.Series) -> list[Any]:
    """Return the values of a column as Python has them, ``None`` where none is known.

    Days are counted from the first of 1970, as Arrow counts them.
    """
    if pd.api.types.is_datetime64_any_dtype(column):
        days = column.to_numpy().astype("datetime64[D]")
        return [None if np.isnat(day) else int(day.astype(int)) for day in days]
    if pd.api.types.is_numeric_dtype(column):
        return [None if pd.isna(number) else number for number in column.tolist()]
    return [str(word) for word in text.tolist()]


def _told(document: Document, book: pd.DataFrame) -> str:
    """Return what the file tells of itself; of several texts of one name each has a line."""
    told: dict[str, list[str]] = {}
    for name, text in document.about:
        told.setdefault(name, []).append(text)
    lines: dict[str, Any] = {name: "\n".join(texts) for name, texts in told.items()}
    return json.dumps({**lines, "codebook": book.to_dict("records")}, ensure_ascii=False)
