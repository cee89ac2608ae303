from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smmfunnel.errors import SmmFunnelError
from smmfunnel.reading.looking import Quotes, count_quotes
from smmfunnel.reading.rows import RawTable, open_raw

if TYPE_CHECKING:
    from pathlib import Path

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CELLS = st.text(
    st.characters(codec="cp1251", exclude_characters="\x00\r\n\x1e\x98", exclude_categories=["Cc", "Cs"]), max_size=6
)


def table(folder: Path, data: bytes, name: str = "a.csv", **options: str | None) -> RawTable:
    path = folder / name
    path.write_bytes(data)
    return open_raw(path, name, encoding=options.get("encoding"), delimiter=options.get("delimiter"))[0]


def read(raw: RawTable, *, careful: bool, size: int = 1 << 20) -> list[tuple[str, ...]]:
    """Read all records after the first, in order, ragged ones left out."""
    found: list[tuple[str, ...]] = []
    width = len(raw.top[0])
    for batch in raw.batches(0, width, batch_bytes=size, careful=careful):
        columns = [batch.table.column(n).to_pylist() for n in batch.table.column_names]
        found += list(zip(*columns, strict=True))
        assert len(batch.ordinals()) == batch.table.num_rows
    return found


@SLOW
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=12),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251"]),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    size=st.sampled_from([400, 1 << 20]),
)
def test_what_a_csv_writer_wrote_comes_back(  # noqa: PLR0917 - one argument a choice of the writer
    tmp_path: Path,
    rows: list[tuple[str, str, str]],
    delimiter: str,
    encoding: str,
    end: str,
    quoting: int,
    size: int,
) -> None:
    written = [row for row in rows if any(cell.strip() for cell in row)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(("first", "second", "third"))
    writer.writerows(written)
    raw = table(tmp_path, text.getvalue().encode(encoding), encoding=encoding, delimiter=delimiter)
    assert read(raw, careful=True, size=size) == written


def test_both_ways_of_reading_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f'{n},"cell, {n}","two ""quotes"" {n}"' for n in range(5000)]
    lines[100] = "100,short"
    lines[4000] = "4000,too,long,by two,cells"
    raw = table(tmp_path, ("a,b,c\n" + "\n".join(lines) + "\n").encode())
    careful = list(raw.batches(0, 3, careful=True))
    monkeypatch.setattr("smmfunnel.reading.rows.SMALL", 0)
    fast = list(raw.batches(0, 3, batch_bytes=20_000))
    for batches in (careful, fast):
        assert sorted(item.record for batch in batches for item in batch.ragged) == [100, 4000]
        assert [n for batch in batches for n in batch.ordinals().to_pylist()] == [
            n for n in range(5000) if n not in (100, 4000)
        ]
    assert [b.table.to_pydict() for b in careful] == [
        {name: [v for b in fast for v in b.table.to_pydict()[name]] for name in ("0", "1", "2")}
    ]
    assert raw.lines_of(0, [100, 4000]) == {100: 102, 4000: 4002}
    assert raw.line_of(0, 7) == 9


def test_broken_quotes_are_read_with_care_whatever_the_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smmfunnel.reading.rows.SMALL", 0)
    body = "".join(f'{n},"x"\n' for n in range(50))
    raw = table(tmp_path, ('a,b\n1,"open\n2,"y"\n3,z"\n' + body).encode())
    assert raw.inspected.wrapped > 0
    assert (
        read(raw, careful=False)
        == read(raw, careful=True)
        == [
            ("2", "y"),
            ("3", 'z"'),
            *((str(n), "x") for n in range(50)),
        ]
    )


@SLOW
@given(data=st.binary(max_size=400))
def test_any_bytes_are_records_or_a_clear_refusal(tmp_path: Path, data: bytes) -> None:
    message = "read"
    try:
        raw = table(tmp_path, data)
        if raw.top:
            read(raw, careful=True)
        message += str(len(raw.bottom))
    except SmmFunnelError as error:
        message = error.message
    assert message


def test_the_first_line_may_name_the_delimiter(tmp_path: Path) -> None:
    raw = table(tmp_path, b"sep=;\na;b\n1,5;2\n")
    assert (raw.delimiter, read(raw, careful=True)) == (";", [("1,5", "2")])


def test_utf16_without_a_mark(tmp_path: Path) -> None:
    raw = table(tmp_path, "day\tcost\n2026-09-01\t5\n".encode("utf-16-le"))
    assert (raw.encoding, raw.top[0]) == ("utf-16-le", ("day", "cost"))


def test_western_and_cyrillic_code_pages_are_told_apart(tmp_path: Path) -> None:
    russian = "дата;кампания\n01.09.2026;Осень в городе\n".encode("cp1251")
    german = "Tag;Kampagne und Übersicht der größten Anzeigen\n01.09.2026;Herbst\n".encode("cp1252")
    assert table(tmp_path, russian).encoding == "cp1251"
    assert table(tmp_path, german).encoding == "cp1252"


ROWS: list[list[str | float]] = [
    ["Day", "Campaign ID", "Cost"],
    ["2026-09-01", "120210000000000001", 12.5],
    ["2026-09-02", "77", 3],
]


def test_workbooks_are_read_sheet_by_sheet(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    notes = book.active
    assert notes is not None
    notes.append(["nothing here"])
    sheet = book.create_sheet("Raw Data")
    for row in ROWS:
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    tables = open_raw(tmp_path / "a.xlsx", "a.xlsx")
    assert [raw.sheet for raw in tables] == ["Sheet", "Raw Data"]
    assert tables[1].encoding is None
    assert read(tables[1], careful=False) == [
        ("2026-09-01", "120210000000000001", "12.5"),
        ("2026-09-02", "77", "3"),
    ]
    assert tables[1].lines_of(0, [1]) == {1: 3}


def test_old_workbooks_are_read(tmp_path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Report")
    for number, row in enumerate(ROWS):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    book.save(str(tmp_path / "a.xls"))
    assert read(open_raw(tmp_path / "a.xls", "a.xls")[0], careful=False)[1] == ("2026-09-02", "77", "3")


def test_open_documents_are_read(tmp_path: Path) -> None:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    sheet = Table(name="Report")
    for row in ROWS:
        line = TableRow()
        for cell in row:
            kind = "float" if isinstance(cell, (int, float)) else "string"
            value = {"value": str(cell)} if kind == "float" else {}
            made = TableCell(valuetype=kind, **value)
            made.addElement(P(text=str(cell)))
            line.addElement(made)
        sheet.addElement(line)
    book.spreadsheet.addElement(sheet)
    book.save(str(tmp_path / "a.ods"))
    assert read(open_raw(tmp_path / "a.ods", "a.ods")[0], careful=False)[0] == (
        "2026-09-01",
        "120210000000000001",
        "12.5",
    )


def test_pages_saved_as_workbooks_are_read(tmp_path: Path) -> None:
    page = '<html><head><meta charset="windows-1251"></head><table><tr><th>День</th><th>Расход</th></tr>'
    page += "<tr><td>01.09.2026</td><td>5</td></tr></table></html>"
    raw = table(tmp_path, page.encode("cp1251"), "a.xls")
    assert (raw.top[0], read(raw, careful=False)) == (("День", "Расход"), [("01.09.2026", "5")])


def test_a_locked_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a,b\n")
    data = bytearray(path.read_bytes())
    for start in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[start] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(SmmFunnelError, match="locked"):
        open_raw(path, "a.zip")


@given(st.lists(st.sampled_from([b'"', b"\n", b"a", b",", b"abcdefgh" * 9]), max_size=120), st.integers(0, 999))
@settings(max_examples=300, deadline=None)
def test_line_ends_inside_quotes_are_counted_as_one_by_one(parts: list[bytes], cut: int) -> None:
    chunk = b"".join(parts)
    wrapped, quotes, inside = 0, 0, 0
    for byte in chunk:
        quotes += byte == ord('"')
        inside ^= byte == ord('"')
        wrapped += byte == ord("\n") and inside == 1
    before = count_quotes(np.frombuffer(chunk[:cut], np.uint8))
    after = count_quotes(np.frombuffer(chunk[cut:], np.uint8), inside=before.marks % 2 == 1)
    assert before + after == Quotes(quotes, wrapped)


def test_a_broken_quote_in_the_first_row_hides_no_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('day;campaign;spend\n1;"Осень;1,5\n2;Зима;2,5\n3;Весна;3,5\n', encoding="utf-8")
    (raw,) = open_raw(path, "a")
    assert (raw.delimiter, raw.top[0]) == (";", ("day", "campaign", "spend"))
