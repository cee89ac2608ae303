from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from smmfunnel.catalog.load import load_catalog
from smmfunnel.check import build_check
from smmfunnel.config import Overrides, Settings, make_settings
from smmfunnel.errors import InputError
from smmfunnel.facts.pipeline import gather
from smmfunnel.frames import Frames, load_frames
from smmfunnel.reading import rows
from smmfunnel.reading.discover import discover
from smmfunnel.reading.read import Reading, Redecided
from smmfunnel.reading.scan import scan
from smmfunnel.reading.tags import TagBook
from smmfunnel.report import build_report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smmfunnel.facts.values import Facts

TESTS = Path(__file__).parent
AGENCY = TESTS.parent / "examples" / "agency"
NAMES = ("ads", "visits", "leads", "deals", "touches")
CATALOG = load_catalog()


def settings(paths: list[str], **changes: Any) -> Settings:
    return replace(make_settings(paths, Overrides(config=str(AGENCY / "smmfunnel.yaml"))), **changes)


def tables(frames: Frames) -> dict[str, pd.DataFrame]:
    return {name: getattr(frames, name) for name in NAMES}


def assert_same(one: Frames, two: Frames) -> None:
    for name, frame in tables(one).items():
        assert_frame_equal(frame, tables(two)[name])
    assert one.notes == two.notes


def write(folder: Path, files: Mapping[str, str]) -> Frames:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_frames(folder, Settings())


@pytest.fixture(scope="module")
def frames() -> Frames:
    return load_frames([str(AGENCY)])


@pytest.fixture(scope="module")
def facts() -> Facts:
    return gather(discover([str(AGENCY)]), settings([str(AGENCY)]))


def stages(facts: Facts, paths: list[str]) -> dict[str, float]:
    return {stage.stage.value: stage.count for stage in build_report(facts, settings(paths)).funnel}


def of_the_ads(frames: Frames) -> pd.DataFrame:
    """The leads the funnel counts: of the loaded platforms, none that is excluded."""
    leads = frames.leads[frames.leads.excluded.isna() & (frames.leads.origin == "smm")]
    return leads[leads.platform.isna() | leads.platform.isin(frames.ads.platform)]


def test_sums_of_the_ads_are_those_of_the_funnel(frames: Frames, facts: Facts) -> None:
    counts = stages(facts, [str(AGENCY)])
    counted = frames.ads[~frames.ads.awareness]
    for stage in ("impressions", "clicks", "platform_leads"):
        assert counted[stage].sum() == counts[stage]
    spent = sum(cell.figures["spend"] or 0 for cell in facts.ads if not cell.awareness)
    assert counted.spend.sum() == pytest.approx(spent / 1e6, abs=1e-6)
    apart = sum(cell.figures["impressions"] or 0 for cell in facts.ads if cell.awareness)
    assert frames.ads[frames.ads.awareness].impressions.sum() == apart / 1e6 > 0


def test_sums_of_the_leads_are_those_of_the_funnel(frames: Frames, facts: Facts) -> None:
    counts = stages(facts, [str(AGENCY)])
    leads = of_the_ads(frames)
    assert len(leads) == counts["leads"]
    assert {name: leads[name].sum() for name in ("contacted", "qualified")} == {
        name: counts[name] for name in ("contacted", "qualified")
    }
    assert leads.sold.sum() == counts["sales"]
    report = build_report(facts, settings([str(AGENCY)]))
    assert leads.open.sum() == report.open_leads
    cells = [cell for cell in facts.leads if cell.excluded is None]
    for name in ("revenue", "repeat_revenue"):
        money = sum(cell.counts[name] for cell in cells) / 1e6
        assert frames.leads[frames.leads.excluded.isna()][name].sum() == money


def test_visits_are_those_of_the_facts(frames: Frames, facts: Facts) -> None:
    assert frames.visits.visits.sum() == sum(cell.visits for cell in facts.visits) / 1e6 > 0


def test_excluded_leads_are_marked_as_the_check_counts_them(frames: Frames, facts: Facts) -> None:
    told = build_check(facts, settings([str(AGENCY)])).reconciliation
    assert frames.leads.excluded.value_counts().to_dict() == told.excluded
    assert len(frames.leads) == told.leads_by_creation
    again = frames.leads[frames.leads.excluded == "duplicate"]
    first = frames.leads.set_index("lead").loc[again.duplicate_of.dropna()]
    assert len(first) > 30
    assert first.excluded.isna().all()


def test_touches_lead_to_leads(frames: Frames) -> None:
    linked = frames.touches.merge(frames.leads, on="lead", suffixes=("", "_of_lead"))
    assert len(linked) == frames.touches.lead.notna().sum() == 2485
    asked = frames.touches[(frames.touches.answered | frames.touches.outgoing) & ~frames.touches.automatic]
    first = asked.groupby("lead")["at"].min()
    leads = frames.leads.set_index("lead")
    assert (leads.first_response_at.dropna() == first.reindex(leads.first_response_at.dropna().index)).all()


def test_campaigns_of_leads_are_those_of_the_ads(frames: Frames) -> None:
    matched = frames.leads.dropna(subset="campaign_ref")
    known = set(zip(frames.ads.platform, frames.ads.campaign_ref, frames.ads.campaign, strict=True))
    assert len(matched) > 100
    assert set(zip(matched.platform, matched.campaign_ref, matched.matched_campaign, strict=True)) <= known


def test_types_do_not_depend_on_the_files(frames: Frames, tmp_path: Path) -> None:
    other = write(tmp_path, {"ads": "platform,day,campaign,impressions,spend\nmeta,2026-09-01,A,10,1.5\n"})
    for name, frame in tables(frames).items():
        assert tables(other)[name].dtypes.equals(frame.dtypes), name
    assert {str(kind) for frame in tables(frames).values() for kind in frame.dtypes} == {
        *("str", "float64", "datetime64[us]", "boolean", "Int64")
    }
    assert (other.ads.spend[0], other.ads.first_day[0]) == (1.5, pd.Timestamp(2026, 9, 1))
    assert list(tables(other)["leads"].lead) == []


def test_statuses_and_reasons_are_canonical_words(frames: Frames) -> None:
    assert set(frames.leads.status.dropna()) <= {
        *("new", "in_progress", "contacted", "qualified", "won", "lost", "junk", "duplicate", "test", "existing")
    }
    assert {"price", "no_answer"} <= set(frames.leads.reason.dropna())


def test_every_row_tells_its_file(frames: Frames) -> None:
    told = {path for frame in tables(frames).values() for path in frame.file}
    assert told == {item.path for item in frames.inputs} == {str(path) for path in AGENCY.glob("*.csv")}


@pytest.mark.parametrize(("threads", "size"), [(1, 10_000), (3, 50_000)])
def test_threads_and_batches_do_not_change_a_frame(frames: Frames, threads: int, size: int) -> None:
    assert_same(frames, load_frames([str(AGENCY)], settings([str(AGENCY)], threads=threads, batch_bytes=size)))


def test_the_order_of_files_does_not_change_a_frame(frames: Frames) -> None:
    paths = sorted(AGENCY.glob("*.csv"), reverse=True)
    assert_same(frames, load_frames(paths, settings([str(AGENCY)])))


def test_the_fast_way_of_reading_does_not_change_a_frame(frames: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "SMALL", 0)
    assert_same(frames, load_frames(AGENCY))


def test_all_days_are_loaded_whatever_period_is_set(frames: Frames) -> None:
    asked = settings([str(AGENCY)], period="2026-09", reference="2026-08-01..2026-08-31", by=("week",))
    assert_same(frames, load_frames([str(AGENCY)], asked))


def test_overlapping_files_are_counted_once(data: Path) -> None:
    paths = [str(data / "meta_taskher")]
    found = load_frames(paths, make_settings(paths, Overrides()))
    counts = stages(gather(discover(paths), make_settings(paths, Overrides())), paths)
    assert found.ads.impressions.sum() == counts["impressions"] == 2_290_268
    assert found.ads.clicks.sum() == counts["clicks"]
    assert any("set aside" in note for note in found.notes)


CRM = {
    "crm_1": "lead_id,phone,created_at,status,amount,currency,utm_source,utm_campaign\n"
    "1,+79161234567,2026-09-01 10:00,in progress,,,facebook,Alpha\n"
    "2,12,2026-09-02 10:00,lost,,,,\n"
    "2,12,2026-09-02 10:00,lost,,,,\n"
    "3,+79161234567,2026-09-03 10:00,new,,,facebook,Alpha\n",
    "crm_2": "lead_id,phone,created_at,status,amount,currency,utm_source,utm_campaign\n"
    "1,+79161234567,2026-09-01 10:00,qualified,,,facebook,Alpha\n"
    "4,,2026-09-05 10:00,new,,,,\n",
    "deals": "deal_id,lead_id,created_at,status,amount,currency,closed_at\n"
    "d,3,2026-09-04,won,100,USD,2026-09-06\nx,9,2026-09-04,lost,5,USD,2026-09-06\n",
    "calls_1": "lead_id,phone,at,channel,direction,answered\n2,,2026-09-02 11:05,call,out,no\n",
    "calls_2": "lead_id,phone,at,channel,direction,answered\n"
    "2,,2026-09-02 11:05,call,out,no\n,+79161234567,2026-09-03 10:05,call,out,yes\n,77,2026-09-03 11:00,call,in,no\n",
}


def test_rows_of_one_lead_are_joined_and_repeats_are_marked(tmp_path: Path) -> None:
    leads = write(tmp_path, CRM).leads
    assert leads.lead.tolist() == [1, 2, 3, 4, 5]
    assert leads.lead_id.tolist() == ["1", "2", "2", "3", "4"]
    assert leads.excluded.fillna("").tolist() == ["", "", "duplicate", "duplicate", ""]
    assert leads.duplicate_of.fillna(0).tolist() == [0, 0, 2, 1, 0]
    assert leads.contact.tolist() == ["valid", "invalid", "invalid", "valid", "absent"]
    assert leads.status[0] == "qualified"
    assert leads.file[0] == ", ".join(str(tmp_path / f"{name}.csv") for name in ("crm_1", "crm_2"))
    assert leads.file[3] == str(tmp_path / "crm_1.csv")


def test_deals_are_sales_of_the_lead_that_stands_for_theirs(tmp_path: Path) -> None:
    found = write(tmp_path, CRM)
    assert found.deals.deal_id.tolist() == ["d", "x"]
    assert found.deals.lead.fillna(0).tolist() == [1, 0]
    assert found.deals.linked_by.fillna("").tolist() == ["lead_id", ""]
    assert found.leads.sold.tolist() == [True, False, False, False, False]
    assert (found.leads.revenue[0], found.leads.revenue_currency[0]) == (100, "USD")


def test_a_touch_told_by_two_logs_is_one(tmp_path: Path) -> None:
    touches = write(tmp_path, CRM).touches
    assert touches.lead.fillna(0).tolist() == [2, 1, 0]
    assert touches.contact.tolist() == ["absent", "valid", "invalid"]
    assert touches.file.tolist() == [str(tmp_path / f"calls_{number}.csv") for number in (1, 2, 2)]


def test_money_is_in_the_currency_that_rates_lead_to(tmp_path: Path) -> None:
    files = {
        **CRM,
        "ads": "platform,day,campaign,impressions,spend,currency\nmeta,2026-09-01,Alpha,10,1.5,USD\n",
    }
    write(tmp_path, files)
    found = load_frames(tmp_path, Settings(currency="RUB", rates={"USD": 80.0}))
    assert (found.ads.spend[0], found.ads.currency[0]) == (120, "RUB")
    assert found.deals[["amount", "currency"]].to_numpy().tolist() == [[8000, "RUB"], [400, "RUB"]]
    assert (found.leads.revenue[0], found.leads.revenue_currency[0]) == (8000, "RUB")
    assert found.leads.matched_campaign[0] == "Alpha"


def test_what_came_after_the_day_of_the_report_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, CRM)
    found = load_frames(tmp_path, Settings(as_of="2026-09-02"))
    assert found.leads.lead_id.tolist() == ["1", "2", "2"]
    assert found.touches["at"].dt.day.tolist() == [2]
    assert found.deals.empty
    assert len(load_frames(tmp_path, Settings(as_of="today")).leads) == 5


def test_what_nobody_recorded_is_missing(tmp_path: Path) -> None:
    leads = write(tmp_path, {"crm": "lead_id,phone,created_at\n1,+79161234567,2026-09-01 10:00\n"}).leads
    for name in ("contacted", "qualified", "sold", "open", "excluded", "amount", "currency"):
        assert leads[name].isna().all(), name


def test_deals_alone_are_the_leads_and_said_to_be(tmp_path: Path) -> None:
    found = write(tmp_path, {"deals": CRM["deals"]})
    assert (len(found.leads), len(found.deals)) == (2, 0)
    assert [note for note in found.notes if "every deal" in note]


def test_leads_of_forms_lend_their_tags_to_those_of_the_crm(tmp_path: Path) -> None:
    form = (
        "id,created_time,ad_id,ad_name,campaign_id,campaign_name,form_id,form_name,is_organic,platform,phone_number\n"
        "l:1,2026-09-01T10:00:00+03:00,ag:1,A,c:1,Alpha,f:1,F,false,ig,p:+79161234567\n"
    )
    crm = "lead_id,phone,created_at,status\n1,+79161234567,2026-09-01 10:00,new\n"
    found = write(tmp_path, {"form": form, "crm": crm})
    assert found.leads[["lead_id", "campaign", "platform"]].to_numpy().tolist() == [["1", "Alpha", "meta"]]
    assert [note for note in found.notes if "lends its tags" in note]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_frames([tmp_path / "none.csv"])


def contacts(path: Path) -> set[str]:
    """Every phone and e-mail of a file as reading brings it to one spelling."""
    given = make_settings([str(path)], Overrides(), search=False)
    found: set[str] = set()
    for item in scan(discover([str(path)]).files[0], CATALOG, given):
        reading = Reading(item, 1, CATALOG, given, TagBook(CATALOG.sources))
        try:
            batches = list(reading.batches())
        except Redecided as turn:
            batches = list(turn.reading.batches())
        for batch in batches:
            for name in {"phone", "email"} & set(batch.column_names):
                found |= set(batch.column(name).to_pylist()) - {None}
    return found


def cells(frames: Frames) -> list[str]:
    """Every value of every frame as text, each once."""
    values = {str(value) for frame in tables(frames).values() for name in frame for value in frame[name].unique()}
    return [*sorted(values), *frames.notes]


def leaks(found: set[str], frames: Frames) -> list[str]:
    """The contacts, or their hashes, that stand in any cell."""
    text = "\n".join(cells(frames)).casefold()
    digits = "\n".join(re.sub(r"[ ()+-]", "", cell) for cell in cells(frames))
    db = duckdb.connect()
    hashes = {str(db.execute("SELECT hash(?)", [contact]).fetchall()[0][0]) for contact in found}
    # The last ten digits of a phone are the same however its country is written.
    phones = {contact for contact in found if "@" not in contact}
    return sorted(
        [contact for contact in found if contact in text]
        + [phone for phone in phones if phone[-10:] in digits]
        + [number for number in hashes if number in text]
    )


@pytest.mark.parametrize("name", ["amocrm_deals.csv", "calls.csv"])
def test_no_contact_of_the_example_is_in_a_frame(frames: Frames, name: str) -> None:
    found = contacts(AGENCY / name)
    assert len(found) > 100
    assert leaks(found, frames) == []


def with_contacts() -> list[Path]:
    """The samples of exports that have a phone or an e-mail, by the rows written beside them."""
    written = sorted((TESTS / "formats").glob("*/*.expected.csv"))
    heads = {path: path.read_text("utf-8").partition("\n")[0].split(",") for path in written}
    named = [path.name.removesuffix(".expected.csv") for path in written]
    return [
        next(path.with_name(name + end) for end in (".csv", ".xls") if path.with_name(name + end).exists())
        for path, name in zip(written, named, strict=True)
        if {"phone", "email"} & set(heads[path])
    ]


SAMPLES = with_contacts()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_contact_of_a_sample_is_in_a_frame(path: Path) -> None:
    frames = load_frames(path, Settings())
    assert sum(map(len, tables(frames).values()))
    found = contacts(path)
    assert found
    assert leaks(found, frames) == []


def test_samples_with_contacts_are_many() -> None:
    assert len(SAMPLES) > 15


def test_the_search_for_contacts_finds_them(frames: Frames) -> None:
    phone, mail = "+79161234567", "anna@mail.ru"
    number = duckdb.connect().execute("SELECT hash(?)", [phone]).fetchall()[0][0]
    for cell, told in ((f"x {mail}", mail), ("8 (916) 123-45-67", phone), (str(number), str(number))):
        touched = replace(frames, deals=pd.DataFrame({"note": [cell]}))
        assert leaks({phone, mail}, touched) == [told]


def test_no_column_holds_a_contact(frames: Frames) -> None:
    for frame in tables(frames).values():
        assert not {"phone", "email", "person", "print", "url"} & set(frame.columns)
    for name in ("leads", "deals", "touches"):
        assert set(tables(frames)[name].contact.dropna()) <= {"valid", "invalid", "absent"}


def test_rows_in_another_order_give_the_same_frames(tmp_path: Path) -> None:
    for name in ("amocrm_deals.csv", "calls.csv", "vk_ads.csv"):
        head, *body = (AGENCY / name).read_bytes().splitlines(keepends=True)
        random.Random(1).shuffle(body)
        (tmp_path / name).write_bytes(b"".join([head, *body]))
    kept = [AGENCY / "amocrm_deals.csv", AGENCY / "calls.csv", AGENCY / "vk_ads.csv"]
    usual = load_frames(kept, settings([str(AGENCY)]))
    other = load_frames(tmp_path, settings([str(AGENCY)]))
    for name, frame in tables(usual).items():
        assert_frame_equal(frame.drop(columns="file"), tables(other)[name].drop(columns="file"))
