from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from smmfunnel.config import Overrides, Settings, load_config, make_settings
from smmfunnel.config.load import parse_config
from smmfunnel.errors import UsageError
from smmfunnel.starter import new_config, survey, updated_config
from smmfunnel.vocabulary import Kind, Status

if TYPE_CHECKING:
    from tests.conftest import RunCli

ENQUIRIES = "request_no,phone,first_contact_date,origin,stage,note\n" + "".join(
    f"{n},+7 912 000-00-{n:02},0{n % 9 + 1}.09.2026,vk,{('Won', 'Приехал на замер')[n % 2]},a {n}\n" for n in range(10)
)
CALLS = "ref,call_date,call_result\n" + "".join(f"{n},0{n % 9 + 1}.09.2026,yes\n" for n in range(10))


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "enquiries.csv").write_text(ENQUIRIES, "utf-8")
    (folder / "calls.csv").write_text(CALLS, "utf-8")
    (folder / "vk_ads_daily.csv").write_text("Date,Impressions,Spend,Purpose\n2026-09-01,10,5,x\n", "utf-8")
    return folder


def files_of(text: str) -> dict[str, dict[str, Any]]:
    return {entry["pattern"]: entry for entry in yaml.safe_load(text)["files"]}


def test_a_new_configuration_maps_what_the_headers_and_values_tell(exports: Path) -> None:
    text = new_config(survey([str(exports)], Settings()))
    files = files_of(text)
    assert files["enquiries.csv"] == {
        "pattern": "enquiries.csv",
        "kind": "leads",
        "columns": {
            "lead_id": "request_no",
            "phone": "phone",
            "created_at": "first_contact_date",
            "source": "origin",
            "status": "stage",
        },
    }
    assert "# ignore: [note]" in text
    assert files["vk_ads_daily.csv"] == {"pattern": "vk_ads_daily.csv", "platform": "vk"}


def test_ids_are_found_by_the_values_they_share_with_leads(exports: Path) -> None:
    calls = files_of(new_config(survey([str(exports)], Settings())))["calls.csv"]
    assert calls["kind"] == "touches"
    assert calls["columns"]["lead_id"] == "ref"
    assert calls["columns"]["at"] == "call_date"
    assert calls["set"] == {"channel": "call"}


def test_unmapped_words_are_listed_with_their_rows_and_change_nothing(exports: Path) -> None:
    text = new_config(survey([str(exports)], Settings()))
    assert "  Приехал на замер: unmapped  # 5 rows\n" in text
    assert "Won: unmapped" not in text
    assert parse_config(text.encode(), "a").statuses == {"Приехал на замер": Status.UNMAPPED}


def test_no_value_of_the_files_but_words_is_written(exports: Path) -> None:
    text = new_config(survey([str(exports)], Settings()))
    assert "912" not in text


def test_the_configuration_reads_back_and_the_run_takes_it(exports: Path, run_cli: RunCli) -> None:
    assert run_cli("init", exports, "-q").code == 0
    config, _ = load_config(Path("smmfunnel.yaml"))
    assert {entry.pattern for entry in config.files} == {"enquiries.csv", "calls.csv", "vk_ads_daily.csv"}
    found = survey([str(exports)], make_settings([], Overrides()))
    assert found.unknown == ()
    assert {file.kind for file in found.known} == {Kind.LEADS, Kind.TOUCHES, Kind.ADS}
    assert run_cli("check", exports, "-q").code == 0


def test_a_file_nobody_can_tell_is_left_as_a_remark(tmp_path: Path) -> None:
    (tmp_path / "teams.csv").write_text("agent,office\nAnna,North\n", "utf-8")
    text = new_config(survey([str(tmp_path)], Settings()))
    assert "# - pattern: teams.csv" in text
    assert yaml.safe_load(text) is None


def test_known_files_are_named_and_nothing_is_mapped(agency: Path) -> None:
    text = new_config(survey([str(agency)], Settings()))
    assert "Meta Ads Manager (meta_ads)" in text
    assert list(yaml.safe_load(text)) == ["statuses"]
    assert "Замер назначен: unmapped" in text


@pytest.mark.parametrize(
    ("folder", "name", "expected"),
    [
        (
            "olist",
            "olist_closed_deals_dataset.csv",
            {"kind": "deals", "columns": {"lead_id": "mql_id", "manager": "sr_id", "closed_at": "won_date"}},
        ),
        (
            "olist",
            "olist_marketing_qualified_leads_dataset.csv",
            {"columns": {"lead_id": "mql_id", "created_at": "first_contact_date", "source": "origin"}},
        ),
        (
            "maven_crm",
            "sales_pipeline.csv",
            {
                "kind": "deals",
                "columns": {
                    "deal_id": "opportunity_id",
                    "manager": "sales_agent",
                    "status": "deal_stage",
                    "created_at": "engage_date",
                    "closed_at": "close_date",
                    "amount": "close_value",
                },
            },
        ),
        (
            "edtech_leads",
            "leads_interaction_details.csv",
            {"kind": "touches", "set": {"channel": "call"}},
        ),
        (
            "edtech_leads",
            "sales_managers_assigned_leads_details.csv",
            {
                "columns": {
                    "lead_id": "lead_id",
                    "created_at": "assigned_date",
                    "assigned_at": "assigned_date",
                    "manager": "jnr_sm_id",
                }
            },
        ),
        ("edtech_leads", "leads_demo_watched_details.csv", {"kind": "leads"}),
        ("netelixir", "googleads-performance.csv", {"platform": "google"}),
        (
            "kag",
            "KAG_conversion_data.csv",
            {
                "platform": "meta",
                "columns": {
                    "campaign_id": "xyz_campaign_id",
                    "platform_leads": "Total_Conversion",
                    "sales": "Approved_Conversion",
                },
            },
        ),
    ],
)
def test_most_of_the_mapping_of_nobodys_export_is_proposed(
    data: Path, folder: str, name: str, expected: dict[str, object]
) -> None:
    entry = files_of(new_config(survey([str(data / folder)], Settings())))[name]
    assert {key: entry[key] for key in expected} == expected


class TestUpdate:
    """`--update` adds what is new; everything else stays."""

    OLD = """\
# Agreed on 3 September with the sales department.
currency: RUB   # roubles only

statuses:
    "Купил": won      # their own word
files:
    - pattern: calls.csv
      # the telephony's nightly export
      kind: touches
      columns: {lead_id: ref, at: call_date, answered: call_result}
period: 2026-09
"""

    def settings(self, folder: Path) -> Settings:
        path = folder / "smmfunnel.yaml"
        path.write_text(self.OLD, "utf-8")
        return make_settings([], Overrides(config=str(path)))

    def test_comments_and_order_stay(self, exports: Path, tmp_path: Path) -> None:
        text = updated_config(self.OLD, survey([str(exports)], self.settings(tmp_path)), "a.yaml")
        kept = [line for line in text.splitlines() if line in self.OLD.splitlines()]
        assert kept == self.OLD.splitlines()

    def test_what_is_new_is_added_and_reads_back(self, exports: Path, tmp_path: Path) -> None:
        text = updated_config(self.OLD, survey([str(exports)], self.settings(tmp_path)), "a.yaml")
        config = parse_config(text.encode(), "a.yaml")
        assert [entry.pattern for entry in config.files] == ["calls.csv", "enquiries.csv", "vk_ads_daily.csv"]
        assert config.statuses == {"Купил": Status.WON, "Приехал на замер": Status.UNMAPPED}
        assert config.period == "2026-09"

    def test_a_second_update_changes_nothing(self, exports: Path, tmp_path: Path) -> None:
        once = updated_config(self.OLD, survey([str(exports)], self.settings(tmp_path)), "a.yaml")
        (tmp_path / "smmfunnel.yaml").write_text(once, "utf-8")
        settings = make_settings([], Overrides())
        assert updated_config(once, survey([str(exports)], settings), "a.yaml") == once

    def test_a_file_of_remarks_gets_its_first_keys(self, exports: Path) -> None:
        text = updated_config("# only a remark\n", survey([str(exports)], Settings()), "a.yaml")
        assert text.startswith("# only a remark\n")
        assert len(parse_config(text.encode(), "a.yaml").files) == 3

    def test_a_faulty_configuration_is_left_alone(self, exports: Path) -> None:
        with pytest.raises(UsageError, match="unknown key"):
            updated_config("currancy: RUB", survey([str(exports)], Settings()), "a.yaml")


class TestCommand:
    """`init` never overwrites what people wrote."""

    def test_a_file_that_is_there_is_kept(self, exports: Path, run_cli: RunCli, tmp_path: Path) -> None:
        (tmp_path / "smmfunnel.yaml").write_text("currency: RUB  # ours\n")
        run = run_cli("init", exports)
        assert run.code == 5
        assert "--update" in run.stderr
        assert (tmp_path / "smmfunnel.yaml").read_text() == "currency: RUB  # ours\n"

    def test_update_and_force(self, exports: Path, run_cli: RunCli, tmp_path: Path) -> None:
        path = tmp_path / "smmfunnel.yaml"
        path.write_text("currency: RUB  # ours\n")
        assert run_cli("init", exports, "--update").code == 0
        assert path.read_text("utf-8").startswith("currency: RUB  # ours\n")
        assert "nothing new" in run_cli("init", exports, "--update").stderr
        assert run_cli("init", exports, "--force").code == 0
        assert "# ours" not in path.read_text("utf-8")

    def test_a_dash_is_stdout(self, exports: Path, run_cli: RunCli, tmp_path: Path) -> None:
        run = run_cli("init", exports, "-o", "-")
        assert run.stdout.startswith("# smmfunnel.yaml, begun by")
        assert not (tmp_path / "smmfunnel.yaml").exists()

    def test_a_missing_file_is_told(self, exports: Path, run_cli: RunCli) -> None:
        assert run_cli("init", exports / "no.csv").code == 3
