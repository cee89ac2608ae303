"""Real exports nobody here wrote, held against the totals beside them; skipped where they are not there."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import run_inside

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real exports are not beside this checkout")


@cache
def analyze(*paths: str, config: str | None = None, options: tuple[str, ...] = ()) -> dict[str, Any]:
    """Run `smmfunnel analyze -f json` on files of the data folder and return its JSON."""
    configured = ["-c", str(HERE / f"{config}.yaml")] if config else []
    run = run_inside("analyze", *[DATA / path for path in paths], *configured, *options, "-f", "json", cwd=DATA)
    assert run.code == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def counts(report: dict[str, Any]) -> dict[str, float]:
    return {stage["stage"]: stage["count"] for stage in report["funnel"]}


def cents(value: float) -> float:
    return round(value, 2)


GOOGLE = "google_omoda_pt/Relatorio_da_campanha.csv"
GOOGLE_UTF16 = "google_omoda_pt/DERIVED_utf16le_tsv_of_Relatorio.csv"


@pytest.mark.parametrize("path", [GOOGLE, GOOGLE_UTF16])
def test_the_google_report_in_either_encoding(path: str) -> None:
    report = analyze(path)
    assert counts(report) == {"impressions": 144_705, "clicks": 10_325}
    assert cents(report["money"]["spend"]) == 6153.46
    assert report["currency"] == "BRL"
    assert report["inputs"][0]["skipped"] == {"total_row": 4}
    assert (report["inputs"][0]["first_day"], report["inputs"][0]["last_day"]) == ("2025-04-09", "2025-04-21")


def test_the_utf16_copy_gives_the_same_figures() -> None:
    one, two = analyze(GOOGLE), analyze(GOOGLE_UTF16)
    for part in ("funnel", "money", "segments", "origins", "match", "excluded", "currency"):
        assert one[part] == two[part], part


def test_both_copies_of_the_google_report_count_once() -> None:
    assert counts(analyze(GOOGLE, GOOGLE_UTF16)) == {"impressions": 144_705, "clicks": 10_325}


def test_the_dealerships_leads_end_at_the_lead() -> None:
    report = analyze("google_omoda_pt", options=("--period", "2025-04-09..2025-04-21"))
    origins = sum(origin["leads"] for origin in report["origins"])
    assert origins + sum(report["excluded"].values()) == 124
    assert report["excluded"]["test"] == 7
    assert "sales" not in counts(report)
    assert any(warning["code"] == "no_statuses" for warning in report["warnings"])


TASKHER = {
    "monthly-jan-final.csv": (133_238, 990, 903.10, 57),
    "monthly-feb-final.csv": (76_113, 339, 779.98, 62),
    "monthly-march-final.csv": (94_769, 384, 864.52, 47),
    "april-w1.csv": (17_131, 101, 148.93, 16),
    "upto-date-data.csv": (2_290_268, 32_665, 19_524.68, 1_413),
}


@pytest.mark.parametrize(("name", "truth"), TASKHER.items())
def test_each_file_of_the_meta_account(name: str, truth: tuple[int, int, float, int]) -> None:
    report = analyze(f"meta_taskher/{name}")
    assert counts(report) == {"impressions": truth[0], "clicks": truth[1], "leads": truth[3]}
    assert cents(report["money"]["spend"]) == truth[2]
    assert report["currency"] == "GBP"


@pytest.mark.parametrize(
    ("options", "name"),
    [((), "upto-date-data.csv"), (("--period", "2025-03-01..2025-03-31"), "monthly-march-final.csv")],
)
def test_all_files_of_the_meta_account_count_each_day_once(options: tuple[str, ...], name: str) -> None:
    truth = TASKHER[name]
    report = analyze("meta_taskher", options=options)
    assert counts(report) == {"impressions": truth[0], "clicks": truth[1], "leads": truth[3]}
    assert cents(report["money"]["spend"]) == truth[2]


def test_a_quarter_is_tiled_by_its_months() -> None:
    report = analyze("meta_taskher", options=("--period", "2025-01-01..2025-03-31"))
    months = [TASKHER[f"monthly-{month}-final.csv"] for month in ("jan", "feb", "march")]
    assert counts(report)["impressions"] == sum(month[0] for month in months)
    assert cents(report["money"]["spend"]) == cents(sum(month[2] for month in months))


def test_one_shop_on_three_platforms() -> None:
    report = analyze("netelixir", config="netelixir", options=("--by", "platform"))
    found = {
        segment["key"]: (
            segment["impressions"],
            segment["clicks"],
            round(segment["spend"], 1),
            round(segment["sales"], 1),
            round(segment["revenue"], 1),
        )
        for segment in report["segments"]
    }
    assert found == {
        "google": (73_719_993, 477_218, 852_805.3, 13_954.2, 3_127_598.4),
        "meta": (2_859_308, 46_258, 19_679.4, 2_795, 498_445.7),
        "microsoft": (32_808_320, 164_165, 187_918.8, 3_216, 494_222.8),
    }


def test_one_shop_on_three_platforms_without_a_word_of_configuration() -> None:
    report = analyze("netelixir", options=("--by", "platform"))
    assert counts(report) == {"impressions": 109_387_621, "clicks": 687_641}
    spends = {segment["key"]: cents(segment["spend"]) for segment in report["segments"]}
    assert spends == {"google": 852_805.3, "microsoft": 187_918.8, "meta": 19_679.4}
    assert [warning["code"] for warning in report["warnings"]].count("platform_by_name") == 3


def test_quarter_against_quarter_of_the_shop() -> None:
    report = analyze(
        "netelixir",
        config="netelixir",
        options=("--period", "2024-04-01..2024-06-30", "--reference", "previous"),
    )
    assert report["reference"]["start"] == "2024-01-01"
    clicks = next(stage for stage in report["funnel"] if stage["stage"] == "clicks")
    difference = clicks["difference"]
    assert difference["low"] <= clicks["rate"]["value"] - clicks["reference_rate"]["value"] <= difference["high"]


def test_the_whole_funnel_in_one_file() -> None:
    report = analyze("kag", config="kag", options=("--by", "campaign"))
    assert counts(report) == {"impressions": 213_434_828, "clicks": 38_165, "leads": 3_264, "sales": 1_079}
    assert cents(report["money"]["spend"]) == 58_705.23
    found = {
        segment["key"]: (
            segment["impressions"],
            segment["clicks"],
            cents(segment["spend"]),
            segment["leads"],
            segment["sales"],
        )
        for segment in report["segments"]
    }
    assert found == {
        "916": (482_925, 113, 149.71, 58, 24),
        "936": (8_128_187, 1_984, 2_893.37, 537, 183),
        "1178": (204_823_716, 36_068, 55_662.15, 2_669, 872),
    }


OLIST = {
    "social": (1350, 75),
    "paid_search": (1586, 195),
    "organic_search": (2296, 271),
    "unknown": (1099, 179),
    "direct_traffic": (499, 56),
    "email": (493, 15),
}


def test_the_marketplaces_leads_and_deals() -> None:
    report = analyze("olist", config="olist")
    assert counts(report) == {"leads": 8_000, "sales": 842}
    found = {origin["source"]: (origin["leads"], origin["sales"]) for origin in report["origins"]}
    assert {source: found[source] for source in OLIST} == OLIST
    assert report["open_leads"] == 8_000 - 842
    assert any(w["code"] == "sale_before_lead" and w["count"] == 1 for w in report["warnings"])


EDTECH = {
    "social_media": (87, 44, 17),
    "SEO": (75, 44, 14),
    "email_marketing": (73, 44, 19),
    "user_referrals": (66, 32, 8),
    "website": (59, 30, 6),
}


def test_the_online_school_from_five_files() -> None:
    report = analyze("edtech_leads", config="edtech")
    assert counts(report) == {"leads": 360, "contacted": 358, "qualified": 194, "sales": 64}
    found = {o["source"]: (o["leads"], o["qualified"], o["sales"]) for o in report["origins"]}
    assert found == EDTECH


def test_the_pipeline_of_deals_alone() -> None:
    report = analyze("maven_crm", config="maven", options=("--by", "manager"))
    assert counts(report) == {"leads": 8_800, "sales": 4_238}
    assert report["open_leads"] == 1_589 + 500
    assert report["money"]["revenue"] == 10_005_534
    won = {segment["key"]: segment["sales"] for segment in report["segments"]}
    assert won["Lajuana Vencill"] == 127
    assert sum(won.values()) == 4_238


@pytest.mark.parametrize(
    ("folder", "config"),
    [("meta_taskher", None), ("netelixir", "netelixir"), ("kag", "kag"), ("maven_crm", "maven")],
)
def test_segments_add_up_to_the_funnel(folder: str, config: str | None) -> None:
    dims = ("campaign", "platform", "month")
    report = analyze(folder, config=config, options=tuple(word for dim in dims for word in ("--by", dim)))
    for dim in dims:
        segments = [segment for segment in report["segments"] if segment["by"] == dim]
        assert segments, dim
        for stage, count in counts(report).items():
            parts = [segment.get(stage) for segment in segments]
            if any(part is not None for part in parts):
                assert sum(part or 0 for part in parts) == pytest.approx(count), (dim, stage)
