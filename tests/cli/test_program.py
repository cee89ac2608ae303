from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smmfunnel import __version__
from tests.conftest import Printed, RunCli, environment

LEADS = "lead_id,created_at,status,source\n1,2026-09-01,won,vk\n2,2026-09-02,lost,vk\n"


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    path.write_text(LEADS)
    return path


class TestStreams:
    """stdout is the report, stderr everything else."""

    def test_a_report_is_all_there_is_on_stdout(self, run_program: RunCli, agency: Path) -> None:
        run = run_program("analyze", agency)
        assert (run.code, run.stderr) == (0, "")
        assert "Funnel" in run.stdout
        assert "\x1b" not in run.stdout

    def test_the_same_run_gives_the_same_bytes(self, run_program: RunCli, agency: Path, printed: Printed) -> None:
        assert run_program("analyze", agency, "-f", "json").out == printed("json")

    def test_a_failure_says_nothing_on_stdout(self, run_program: RunCli) -> None:
        run = run_program("analyze", "missing.csv")
        assert (run.code, run.stdout) == (3, "")
        assert run.stderr.startswith("smmfunnel: error: missing.csv: ")
        assert "Traceback" not in run.stderr

    @pytest.mark.parametrize(("command", "name"), [("analyze", "report"), ("check", "check")])
    def test_a_failure_is_told_in_json_where_json_was_asked_for(self, run_cli: RunCli, command: str, name: str) -> None:
        run = run_cli(command, "missing.csv", "-f", "json")
        told = json.loads(run.stdout)
        assert run.code == 3
        assert told["schema"] == f"smmfunnel/{name}/1"
        assert "missing.csv" in told["error"]["message"]

    def test_a_wrong_option_is_told_in_json_too(self, run_cli: RunCli) -> None:
        run = run_cli("analyze", "a.csv", "-f", "json", "--perod", "x")
        assert run.code == 2
        assert json.loads(run.stdout)["error"]["code"] == "usage"
        assert "--period" in run.stderr

    def test_colour_can_be_forced_and_refused(self, run_cli: RunCli, agency: Path) -> None:
        funnel = ("analyze", agency, "--section", "funnel")
        assert "\x1b[" in run_cli(*funnel, env={"FORCE_COLOR": "1"}).stdout
        assert "\x1b[" not in run_cli(*funnel, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
        assert "\x1b[" not in run_cli(*funnel, "--no-color", env={"FORCE_COLOR": "1"}).stdout

    @pytest.mark.parametrize("encoding", ["cp1251", "cp1252", "ascii", "koi8-r", "utf-16"])
    def test_any_encoding_of_stdout_will_do(self, run_cli: RunCli, agency: Path, encoding: str) -> None:
        run = run_cli("analyze", agency, env={"PYTHONIOENCODING": encoding})
        assert (run.code, run.err) == (0, b"")
        assert "Funnel" in run.out.decode(encoding)

    def test_the_encoding_of_the_process_is_taken(self, run_program: RunCli, agency: Path) -> None:
        run = run_program("analyze", agency, "--section", "funnel", env={"PYTHONIOENCODING": "cp1251"})
        assert (run.code, run.err) == (0, b"")
        assert "Funnel" in run.out.decode("cp1251")

    def test_json_on_a_poor_stream_is_the_same_json(self, run_cli: RunCli, agency: Path, printed: Printed) -> None:
        poor = run_cli("analyze", agency, "-f", "json", env={"PYTHONIOENCODING": "ascii"})
        assert json.loads(poor.out) == json.loads(printed("json"))

    def test_a_bare_environment_gives_the_same_figures(
        self, run_program: RunCli, agency: Path, printed: Printed
    ) -> None:
        bare = run_program("analyze", agency, "-f", "csv", env={"LC_ALL": "C", "TERM": "dumb"})
        assert bare.out == printed("csv")

    def test_width_is_kept(self, run_cli: RunCli, agency: Path) -> None:
        lines = run_cli("analyze", agency, "--section", "funnel", "--width", "70").stdout.splitlines()
        assert max(map(len, lines)) <= 70

    def test_standard_input_is_read(self, run_program: RunCli, run_cli: RunCli, leads: Path) -> None:
        from_pipe = json.loads(run_program("analyze", "-", "-f", "json", stdin=leads.read_bytes()).stdout)
        from_file = json.loads(run_cli("analyze", leads, "-f", "json").stdout)
        assert from_pipe["funnel"] == from_file["funnel"]
        assert from_pipe["inputs"][0]["path"] == "-"


class TestReadersThatGo:
    """A closed pipe is a quiet success, a stream that cannot be written is a failure."""

    def shell(self, line: str, tmp_path: Path) -> tuple[int, str]:
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", line.replace("smmfunnel ", f"{sys.executable} -m smmfunnel ", 1)],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, done.stderr

    @pytest.mark.parametrize(
        "command", ["analyze {agency} --section funnel", "analyze {agency} -f csv", "formats", "--help"]
    )
    def test_head(self, tmp_path: Path, agency: Path, command: str) -> None:
        line = f"smmfunnel {command.format(agency=agency)} | head -1 > /dev/null"
        assert self.shell(line, tmp_path) == (0, "")

    def test_a_reader_that_reads_nothing(self, tmp_path: Path, agency: Path) -> None:
        assert self.shell(f"smmfunnel analyze {agency} -f json | true", tmp_path) == (0, "")

    @pytest.mark.parametrize("command", ["analyze {agency} --section funnel", "formats", "--version"])
    def test_closed_stdout(self, tmp_path: Path, agency: Path, command: str) -> None:
        assert self.shell(f"smmfunnel {command.format(agency=agency)} >&-", tmp_path) == (0, "")

    def test_all_streams_closed(self, tmp_path: Path, leads: Path) -> None:
        assert self.shell(f"smmfunnel analyze {leads} -o a.csv <&- >&- 2>&-", tmp_path) == (0, "")
        assert (tmp_path / "a.csv").read_text("utf-8").startswith("section,key,metric")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
    @pytest.mark.parametrize("command", ["analyze {agency} --section funnel", "--help"])
    def test_a_full_disk_under_stdout(self, tmp_path: Path, agency: Path, command: str) -> None:
        code, told = self.shell(f"smmfunnel {command.format(agency=agency)} > /dev/full", tmp_path)
        assert code == 5
        assert "No space left on device" in told


class TestOutputs:
    """`-o`, repeatable, its format by its ending."""

    def test_every_output_is_what_stdout_would_be(self, run_cli: RunCli, leads: Path, tmp_path: Path) -> None:
        names = ("a.json", "a.csv", "a.md", "a.txt", "a.tsv", "a.jsonl")
        outputs = [part for name in names for part in ("-o", name)]
        run = run_cli("analyze", leads, *outputs)
        assert (run.code, run.stdout) == (0, "")
        assert run.stderr.splitlines() == [f"{name} is written." for name in names]
        for name, form in zip(names, ("json", "csv", "md", "table", "tsv", "jsonl"), strict=True):
            assert (tmp_path / name).read_bytes() == run_cli("analyze", leads, "-f", form).out

    def test_a_folder_gets_a_table_a_section(self, run_cli: RunCli, agency: Path, tmp_path: Path) -> None:
        assert run_cli("analyze", agency, "-q", "--section", "funnel", "-o", "parts/").stderr == ""
        with (tmp_path / "parts" / "funnel.csv").open(newline="", encoding="utf-8") as file:
            stages = [row["stage"] for row in csv.DictReader(file)]
        assert stages[0] == "impressions"

    def test_a_dash_is_stdout_beside_the_files(self, run_cli: RunCli, agency: Path, tmp_path: Path) -> None:
        run = run_cli("analyze", agency, "-q", "--section", "funnel", "-f", "csv", "-o", "a.json", "-o", "-")
        assert run.stdout.startswith("stage,")
        assert (tmp_path / "a.json").exists()

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
    def test_a_full_disk_leaves_nothing(self, run_cli: RunCli, agency: Path, tmp_path: Path) -> None:
        run = run_cli("analyze", agency, "--section", "funnel", "-f", "json", "-o", "/dev/full")
        assert run.code == 5
        assert "/dev/full: cannot be written: No space left on device" in run.stderr
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
    def test_no_permission(self, run_cli: RunCli, agency: Path, tmp_path: Path) -> None:
        (tmp_path / "locked").mkdir(mode=0o500)
        run = run_cli("analyze", agency, "--section", "funnel", "-o", "locked/a.csv")
        assert run.code == 5
        assert "Permission denied" in run.stderr

    def test_a_file_in_the_way_of_a_folder(self, run_cli: RunCli, agency: Path, tmp_path: Path) -> None:
        (tmp_path / "parts").write_text("mine")
        run = run_cli("analyze", agency, "--section", "funnel", "-o", "parts/")
        assert run.code == 5
        assert (tmp_path / "parts").read_text() == "mine"

    def test_our_own_outputs_are_no_inputs(self, run_cli: RunCli, leads: Path, tmp_path: Path) -> None:
        first = run_cli("analyze", tmp_path, "-f", "json")
        run_cli("analyze", leads, "-o", "a.json", "-o", "a.csv")
        second = json.loads(run_cli("analyze", tmp_path, "-f", "json").stdout)
        assert json.loads(first.stdout)["funnel"] == second["funnel"]
        assert [item["code"] for item in second["skipped"]] == ["own_output", "own_output"]


class TestUsage:
    """Usage errors are Typer's own; those of values are told with the option."""

    def test_the_version(self, run_cli: RunCli) -> None:
        assert run_cli("--version").stdout == f"smmfunnel {__version__}\n"

    @pytest.mark.parametrize("arguments", [("-h",), ("--help",), ("analyze", "-h"), ("formats", "--help")])
    def test_help_fits_eighty_columns(self, run_cli: RunCli, arguments: tuple[str, ...]) -> None:
        run = run_cli(*arguments)
        assert run.code == 0
        assert run.stdout.startswith("Usage: smmfunnel")
        assert max(map(len, run.stdout.splitlines())) <= 80

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("analize", "a.csv"), "Did you mean 'analyze'?"),
            (("analyze", "a.csv", "--perod", "x"), "--period"),
            (("analyze",), "Missing argument"),
            (("analyze", "a.csv", "-f", "xml"), "xml"),
            (("analyze", "a.csv", "--period", "yesterday"), "is not a span"),
            (("analyze", "a.csv", "--section", "funel"), "Did you mean funnel?"),
            (("analyze", "a.csv", "--width", "2"), "--width"),
            (("analyze", "a.csv", "-o", "a.xyz"), "names no format"),
            (("analyze", "a.csv", "-c", "no.yaml"), "no such configuration"),
            (("analyze", "a.csv", "--rates", "no.csv"), "cannot be read"),
            (("formats", "meta_adz"), "perhaps: meta_ads"),
            (("demo",), "Missing argument"),
        ],
    )
    def test_what_is_wrong_is_said(self, run_cli: RunCli, arguments: tuple[str, ...], told: str) -> None:
        run = run_cli(*arguments)
        assert run.code == 2, run.stderr
        assert told in run.stderr
        assert run.stdout == ""

    def test_five_faults_of_a_configuration_at_once(self, run_cli: RunCli, leads: Path, tmp_path: Path) -> None:
        (tmp_path / "smmfunnel.yaml").write_text(
            "currancy: RUB\nperiod: soon\nby: moon\nstatuses: {a: b}\ndedupe_days: x\n"
        )
        run = run_cli("analyze", leads)
        assert run.code == 2
        lines = [line.partition(": error: ")[2] for line in run.stderr.splitlines() if ": error: " in line]
        assert [line.split(": ")[0] for line in lines] == [f"smmfunnel.yaml:{number}" for number in range(1, 6)]

    def test_debug_may_stand_anywhere(self, run_cli: RunCli) -> None:
        for arguments in (("--debug", "analyze", "missing"), ("analyze", "missing", "--debug")):
            run = run_cli(*arguments)
            assert run.code == 3
            assert "Traceback" in run.stderr


class TestInterruption:
    """Ctrl-C ends the run at once, and quietly."""

    def test_while_waiting_for_input(self, tmp_path: Path) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "smmfunnel", "analyze", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=environment({"TMPDIR": str(tmp_path)}),
        )
        deadline = time.monotonic() + 60
        while not list(tmp_path.glob("smmfunnel-stdin-*")) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (130, b"")
        assert b"Traceback" not in err
        assert list(tmp_path.glob("smmfunnel-stdin-*")) == []


class TestSmallCommands:
    """formats, schema and demo."""

    def test_formats_lists_every_export(self, run_cli: RunCli) -> None:
        lines = run_cli("formats").stdout.splitlines()
        assert lines[0].split() == ["FORMAT", "KIND", "HEADERS", "IN", "EXPORT"]
        assert any(line.startswith("meta_ads ") and "Meta Ads Manager" in line for line in lines)

    def test_a_format_is_described(self, run_cli: RunCli) -> None:
        told = run_cli("formats", "meta_ads").stdout
        for part in ("Amount spent", "Потраченная сумма", "How to export it:", "Evidence:"):
            assert part in told

    def test_a_format_of_ones_own_is_described(self, run_cli: RunCli, tmp_path: Path) -> None:
        (tmp_path / "mine.yaml").write_text(
            "title: Mine\nkind: ads\ncolumns: {day: {en: Day}, spend: {en: Cost}}\n"
            "require: [[day], [spend]]\nexport: [Save it]\nsource: mine\nchecked: 2026-01-01\n"
            "statuses: {}\n"
        )
        assert "Save it" in run_cli("formats", "mine", "--format-file", "mine.yaml").stdout

    @pytest.mark.parametrize("document", ["report", "check", "config"])
    def test_schemas_are_json(self, run_cli: RunCli, document: str) -> None:
        schema = json.loads(run_cli("schema", document).stdout)
        assert schema["$schema"].startswith("https://json-schema.org/")

    def test_the_demo_is_written_once(self, run_cli: RunCli, tmp_path: Path) -> None:
        run = run_cli("demo", "here", "--scenario", "price", "--seed", "3")
        assert (run.code, run.stdout) == (0, "")
        assert "Next: smmfunnel analyze here" in run.stderr
        assert (tmp_path / "here" / "amocrm_deals.csv").exists()
        again = run_cli("demo", "here", "--seed", "4", "-q")
        assert again.code == 5
        assert "nothing is overwritten" in again.stderr


class TestCompletion:
    """What a shell is told."""

    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("smmfunnel ana", ["analyze"]),
            ("smmfunnel analyze --by m", ["manager", "month"]),
            ("smmfunnel analyze -f j", ["json", "jsonl"]),
            ("smmfunnel analyze --section fu", ["funnel"]),
            ("smmfunnel analyze --period last-m", ["last-month"]),
            ("smmfunnel formats meta_a", ["meta_ads"]),
            ("smmfunnel demo x --scenario p", ["price"]),
        ],
    )
    def test_words(self, run_cli: RunCli, line: str, expected: list[str]) -> None:
        words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)}
        run = run_cli(env={"_SMMFUNNEL_COMPLETE": "complete_bash", **words})
        assert run.stdout.split() == expected

    def test_the_script_can_be_shown(self, run_cli: RunCli) -> None:
        assert "_smmfunnel_completion" in run_cli(env={"_SMMFUNNEL_COMPLETE": "source_bash"}).stdout


def test_csv_on_stdout_is_csv(printed: Printed) -> None:
    rows = list(csv.reader(io.StringIO(printed("csv").decode())))
    assert len({len(row) for row in rows}) == 1
