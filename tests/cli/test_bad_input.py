"""Bad input is the normal case: clear words, the right exit code, never a traceback."""

from __future__ import annotations

import gzip
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run, RunCli

ADS = "day,campaign,impressions,clicks,spend,currency\n"
ROW = "2026-09-01,Autumn,1000,20,500.50,RUB\n"
LEADS = "lead_id,created_at,phone,source,status\n"


def clear(run: Run, code: int, *words: str) -> None:
    """Check the exit code, the words, and that nobody sees the program's insides."""
    assert run.code == code, run.stderr
    assert "Traceback" not in run.stderr
    assert "fault of the program" not in run.stderr
    for word in words:
        assert word in run.stderr, run.stderr


def funnel(run: Run) -> dict[str, float]:
    return {stage["stage"]: stage["count"] for stage in json.loads(run.stdout)["funnel"]}


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_missing_file_is_named_with_one_like_it(run_cli: RunCli, tmp_path: Path) -> None:
    put(tmp_path, "september.csv", ADS + ROW)
    clear(run_cli("analyze", tmp_path / "septembr.csv"), 3, "septembr.csv", "no such file", "september.csv")


def test_all_missing_files_are_named_at_once(run_cli: RunCli, tmp_path: Path) -> None:
    clear(run_cli("analyze", tmp_path / "one.csv", tmp_path / "two.csv"), 3, "one.csv", "two.csv")


def test_a_folder_with_nothing_readable(run_cli: RunCli, tmp_path: Path) -> None:
    put(tmp_path, "notes.csv", "what,we,said\nabout,the,weather\n")
    clear(run_cli("analyze", tmp_path), 3, "no export to read")


def test_an_empty_file(run_cli: RunCli, tmp_path: Path) -> None:
    clear(run_cli("analyze", put(tmp_path, "a.csv", "")), 3, "a.csv", "empty")


@pytest.mark.parametrize("content", ["\n\n\n", " \r\n", "\ufeff", ";;;\n;;;\n"])
def test_a_file_of_blanks(run_cli: RunCli, tmp_path: Path, content: str) -> None:
    clear(run_cli("analyze", put(tmp_path, "a.csv", content)), 3, "a.csv")


@pytest.mark.parametrize("header", [ADS, LEADS])
def test_a_header_alone_is_a_valid_empty_report(run_cli: RunCli, tmp_path: Path, header: str) -> None:
    run = run_cli("analyze", put(tmp_path, "a.csv", header), "-f", "json")
    clear(run, 0)
    assert json.loads(run.stdout)["inputs"][0]["rows_kept"] == 0


@pytest.mark.parametrize("style", ["table", "plain", "csv", "tsv", "md", "jsonl"])
def test_a_header_alone_in_every_format(run_cli: RunCli, tmp_path: Path, style: str) -> None:
    clear(run_cli("analyze", put(tmp_path, "a.csv", ADS), "-f", style), 0)


def test_half_a_file_keeps_its_whole_rows_and_says_which_is_not(run_cli: RunCli, tmp_path: Path) -> None:
    whole = ADS + ROW * 1 + "".join(f"2026-09-{day:02},Autumn,1000,20,500.50,RUB\n" for day in range(2, 31))
    path = put(tmp_path, "a.csv", whole[:-20])
    run = run_cli("analyze", path, "-f", "json")
    clear(run, 0)
    assert funnel(run)["impressions"] == 29_000
    note = next(w for w in json.loads(run.stdout)["warnings"] if w["code"] == "rejected_ragged")
    assert "line 31" in note["message"]


def test_where_reading_fails_nothing_of_the_rejects_stays(run_cli: RunCli, tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", ADS + "01/02/2026,Autumn,1,1,1,RUB\n02/01/2026,Autumn,1,1,1,RUB\n")
    clear(run_cli("analyze", path, "--rejects", tmp_path / "rejects.csv"), 3, "--date-order")
    assert [item.name for item in tmp_path.iterdir()] == ["a.csv"]


def test_rejects_that_cannot_take_their_place_leave_nothing(run_cli: RunCli, tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", ADS + ROW)
    (tmp_path / "taken" / "inside").mkdir(parents=True)
    run = run_cli("analyze", path, "--rejects", tmp_path / "taken")
    clear(run, 5, "taken")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.csv", "taken"]


def test_a_file_cut_within_a_letter_is_read_as_what_it_is(run_cli: RunCli, tmp_path: Path) -> None:
    whole = ADS + ROW * 40 + "2026-09-02,Осень в Уфе"
    path = put(tmp_path, "a.csv", whole.encode()[:-1])
    run = run_cli("analyze", path, "-f", "json")
    clear(run, 0)
    codes = [w["code"] for w in json.loads(run.stdout)["warnings"]]
    assert {"file_cut", "rejected_ragged"} <= set(codes)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("junk.csv", bytes((n * n * 31 + n // 7) % 256 for n in range(5000))),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(500)),
        ("report.xlsx", b"PK\x03\x04" + bytes(range(256)) * 4),
        ("report.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(800)),
        ("report.csv.gz", b"\x1f\x8b\x08\x00" + bytes(40)),
        ("report.pdf.csv", b"%PDF-1.7\n" + bytes(300)),
        ("page.xls", b"<html><body><p>Session expired</p></body></html>"),
    ],
)
def test_what_is_no_table(run_cli: RunCli, tmp_path: Path, name: str, content: bytes) -> None:
    clear(run_cli("analyze", put(tmp_path, name, content)), 3, name)


def test_a_wrong_encoding_is_told_with_the_line(run_cli: RunCli, tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", (ADS + ROW + ROW.replace("Autumn", "Осень")).encode("cp1251"))
    clear(run_cli("analyze", path, "--encoding", "utf-8"), 3, "a.csv:3", "utf-8")
    clear(run_cli("analyze", path, "--encoding", "klingon"), 2, "klingon")
    clear(run_cli("analyze", path), 0)


def test_ragged_rows_are_rejected_counted_and_written_out(run_cli: RunCli, tmp_path: Path) -> None:
    sound = "".join(f"2026-09-{day:02},Autumn,1000,20,500.50,RUB\n" for day in range(1, 31))
    path = put(tmp_path, "a.csv", ADS + sound + "2026-10-01,Autumn,1000\n" + "2026-10-02,Autumn,7,1,1,RUB\n")
    run = run_cli("analyze", path, "-f", "json", "--rejects", tmp_path / "rejects.csv")
    clear(run, 0)
    assert funnel(run)["impressions"] == 30_007
    written = (tmp_path / "rejects.csv").read_text(encoding="utf-8").splitlines()
    assert written[0] == "file,line,column,value,why"
    assert written[1].split(",")[1] == "32"


def test_too_many_rejected_rows_stop_the_run(run_cli: RunCli, tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", ADS + ROW + "yesterday,Autumn,1000,20,500.50,RUB\n")
    clear(run_cli("analyze", path), 4, "a.csv:3", "yesterday", "--max-rejects")
    run = run_cli("analyze", path, "--max-rejects", "50%", "-f", "json")
    clear(run, 0)
    assert funnel(run)["impressions"] == 1000


def test_an_unclosed_quote_costs_its_row_only(run_cli: RunCli, tmp_path: Path) -> None:
    sound = "".join(f'2026-09-{day:02},"Autumn, big",1000,20,500.50,RUB\n' for day in range(1, 31))
    path = put(tmp_path, "a.csv", ADS + '2026-10-01,"Autumn,1000,20,500.50,RUB\n' + sound)
    run = run_cli("analyze", path, "-f", "json")
    clear(run, 0)
    assert funnel(run)["impressions"] == 30_000


def test_newlines_and_nuls_inside_cells(run_cli: RunCli, tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", ADS + '2026-09-01,"Autumn\nbig",1000,20,5,RUB\n2026-09-02,Au\x00tumn,1000,20,5,RUB\n')
    run = run_cli("analyze", path, "-f", "json", "--by", "campaign")
    clear(run, 0)
    assert funnel(run)["impressions"] == 2000


def test_a_header_that_is_there_twice_is_not_guessed(run_cli: RunCli, tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", "day,campaign,impressions,clicks,clicks,spend\n2026-09-01,A,10,1,2,5\n")
    run = run_cli("analyze", path, "-f", "json")
    clear(run, 0)
    assert "clicks" not in funnel(run)
    assert any(w["code"] == "duplicate_headers" for w in json.loads(run.stdout)["warnings"])


def test_a_thousand_columns(run_cli: RunCli, tmp_path: Path) -> None:
    extra = ",".join(f"column {n}" for n in range(1000))
    path = put(tmp_path, "a.csv", ADS.strip() + "," + extra + "\n" + ROW.strip() + "," * 1000 + "\n")
    run = run_cli("analyze", path, "-f", "json")
    clear(run, 0)
    assert funnel(run)["clicks"] == 20


def test_a_cell_of_a_megabyte(run_cli: RunCli, tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", ADS + ROW.replace("Autumn", "A" * (1 << 20)))
    run = run_cli("analyze", path, "-f", "json")
    clear(run, 0)
    assert funnel(run)["clicks"] == 20


def test_negative_counts_are_rejected_and_clicks_past_impressions_noted(run_cli: RunCli, tmp_path: Path) -> None:
    sound = "".join(f"2026-09-{day:02},Autumn,1000,20,500.50,RUB\n" for day in range(1, 31))
    path = put(tmp_path, "a.csv", ADS + sound + "2026-10-01,A,-5,1,1,RUB\n2026-10-02,A,5,50,1,RUB\n")
    run = run_cli("analyze", path, "-f", "json")
    clear(run, 0)
    codes = {warning["code"]: warning for warning in json.loads(run.stdout)["warnings"]}
    assert codes["rejected_negative_count"]["count"] == 1
    assert codes["value_clicks_exceed"]["count"] == 1
    assert funnel(run)["impressions"] == 30_005


@pytest.mark.parametrize("day", ["1900-01-01", "01.01.1900", "2100-01-01", "2026-02-30"])
def test_days_nobody_means(run_cli: RunCli, tmp_path: Path, day: str) -> None:
    clear(run_cli("analyze", put(tmp_path, "a.csv", ADS + ROW.replace("2026-09-01", day))), 4, day)


def test_dates_that_can_be_read_both_ways_are_refused(run_cli: RunCli, tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", ADS + ROW.replace("2026-09-01", "01/02/2026"))
    clear(run_cli("analyze", path), 3, "a.csv", "day", "--date-order")
    run = run_cli("analyze", path, "--date-order", "mdy", "-f", "json")
    clear(run, 0)
    assert json.loads(run.stdout)["inputs"][0]["first_day"] == "2026-01-02"


def test_a_column_that_mixes_orders_is_refused(run_cli: RunCli, tmp_path: Path) -> None:
    rows = ROW.replace("2026-09-01", "13/02/2026") + ROW.replace("2026-09-01", "02/13/2026")
    clear(run_cli("analyze", put(tmp_path, "a.csv", ADS + rows)), 3, "13/02/2026", "02/13/2026")


def test_a_sale_before_its_lead_counts_and_is_remarked(run_cli: RunCli, tmp_path: Path) -> None:
    put(tmp_path, "leads.csv", LEADS + "1,2026-09-10,+79123456789,vk,new\n")
    put(tmp_path, "deals.csv", "deal_id,lead_id,status,closed_at,amount\n7,1,won,2026-09-01,100\n")
    run = run_cli("analyze", tmp_path, "-f", "json")
    clear(run, 0)
    assert funnel(run)["sales"] == 1
    assert any(w["code"] == "sale_before_lead" for w in json.loads(run.stdout)["warnings"])


HOSTILE = "[RU] [/50%] =1+1"


@pytest.mark.parametrize("style", ["table", "plain", "md", "csv", "tsv", "json", "jsonl"])
def test_a_hostile_campaign_is_shown_as_it_is(run_cli: RunCli, tmp_path: Path, style: str) -> None:
    path = put(tmp_path, "a.csv", ADS + ROW.replace("Autumn", HOSTILE))
    run = run_cli("analyze", path, "-f", style, "--by", "campaign", env={"FORCE_COLOR": "1"})
    clear(run, 0)
    plain = run.stdout.replace("\\[", "[").replace("\\]", "]").replace("\\/", "/")
    assert HOSTILE in plain


def test_cells_a_spreadsheet_would_run_are_made_safe(run_cli: RunCli, tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", ADS + ROW.replace("Autumn", "=1+1"))
    run = run_cli("analyze", path, "-f", "csv", "--section", "segments", "--by", "campaign")
    clear(run, 0)
    assert "'=1+1" in run.stdout


FAULTY = """\
period: september
currncy: RUB
dedupe_days: many
files:
  - pattern: "*.csv"
    kind: adverts
    columns: {impresions: Shows}
"""


def test_a_config_with_five_faults_lists_all_five_with_their_lines(run_cli: RunCli, tmp_path: Path) -> None:
    config = put(tmp_path, "bad.yaml", FAULTY)
    run = run_cli("analyze", put(tmp_path, "a.csv", ADS + ROW), "-c", config)
    clear(run, 2)
    for line in (1, 2, 3, 6, 7):
        assert f"bad.yaml:{line}:" in run.stderr, run.stderr


def test_a_config_that_is_no_yaml(run_cli: RunCli, tmp_path: Path) -> None:
    config = put(tmp_path, "bad.yaml", "period: [\n")
    clear(run_cli("analyze", put(tmp_path, "a.csv", ADS + ROW), "-c", config), 2, "bad.yaml")


def test_the_same_file_twice_counts_once(run_cli: RunCli, tmp_path: Path) -> None:
    one, two = put(tmp_path, "a.csv", ADS + ROW), put(tmp_path, "b.csv", ADS + ROW)
    run = run_cli("analyze", one, two, one, "-f", "json")
    clear(run, 0)
    assert funnel(run)["impressions"] == 1000


def test_a_period_level_file_is_refused_for_a_shorter_period(run_cli: RunCli, tmp_path: Path) -> None:
    text = "period_start,period_end,campaign,impressions,clicks,spend\n2026-09-01,2026-09-30,A,10,1,5\n"
    path = put(tmp_path, "a.csv", text)
    clear(run_cli("analyze", path, "--period", "2026-09-01..2026-09-15"), 3, "2026-09-01..2026-09-30", "cannot be cut")
    clear(run_cli("analyze", path, "--period", "2026-09"), 0)


def test_packed_files_are_read(run_cli: RunCli, tmp_path: Path) -> None:
    packed = put(tmp_path, "a.csv.gz", gzip.compress((ADS + ROW).encode()))
    assert funnel(run_cli("analyze", packed, "-f", "json"))["impressions"] == 1000
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("inside.csv", ADS + ROW)
    assert funnel(run_cli("analyze", tmp_path / "b.zip", "-f", "json"))["impressions"] == 1000
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("one.csv", ADS + ROW)
        archive.writestr("two.csv", ADS + ROW)
    clear(run_cli("analyze", tmp_path / "c.zip"), 3, "c.zip", "2 files")


def test_standard_input_is_read(run_cli: RunCli) -> None:
    run = run_cli("analyze", "-", "-f", "json", stdin=(ADS + ROW).encode())
    clear(run, 0)
    assert funnel(run)["impressions"] == 1000


def test_an_excel_export_in_russian_gives_the_same_figures(run_cli: RunCli, tmp_path: Path) -> None:
    plain = put(tmp_path, "plain.csv", "day,campaign,impressions,clicks,spend\n2026-09-13,Осень,1234,20,1234.50\n")
    text = "дата;кампания;показы;клики;расход, ₽\n13.09.2026;Осень;1 234;20;1 234,50\n"
    russian = put(tmp_path, "russian.csv", text.replace("₽", "руб.").encode("cp1251"))
    one = json.loads(run_cli("analyze", plain, "-f", "json", "--currency", "RUB").stdout)
    two = json.loads(run_cli("analyze", russian, "-f", "json", "--currency", "RUB").stdout)
    assert one["funnel"] == two["funnel"]
    assert one["money"]["spend"] == two["money"]["spend"] == 1234.5


def test_failures_in_json_are_said_in_json(run_cli: RunCli, tmp_path: Path) -> None:
    run = run_cli("analyze", tmp_path / "nowhere.csv", "-f", "json")
    assert run.code == 3
    assert json.loads(run.stdout)["error"]["code"] == "path_missing"


def test_two_formats_that_fit_are_both_named(run_cli: RunCli, tmp_path: Path) -> None:
    own = put(
        tmp_path,
        "twin.yaml",
        "title: Twin\nkind: ads\nplatform: meta\ncolumns:\n  day: {en: Day}\n"
        "  impressions: {en: Impressions}\n  spend: {en: Amount spent}\nrequire: [[spend], [impressions]]\n"
        "export: [anyhow]\nsource: made up\nchecked: '2026-09-15'\n",
    )
    meta = put(tmp_path, "a.csv", "Day,Campaign name,Impressions,Amount spent (USD),Link clicks\n2026-09-01,A,10,5,1\n")
    clear(run_cli("analyze", meta, "--format-file", own), 3, "meta_ads", "twin", "--as")
    run = run_cli("analyze", meta, "--format-file", own, "--as", "meta_ads:a.csv", "-f", "json")
    clear(run, 0)
    assert json.loads(run.stdout)["inputs"][0]["format"] == "meta_ads"
