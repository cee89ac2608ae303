from __future__ import annotations

import phonenumbers
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from smmfunnel.reading import contacts, phoneanswers
from smmfunnel.reading.contacts import mask_email, mask_phone, normalise_emails, normalise_phone, normalise_phones
from smmfunnel.reading.phoneanswers import valid_numbers
from smmfunnel.reading.phonerules import international, region_rules

REGIONS = (
    "RU",
    "KZ",
    "BY",
    "UA",
    "UZ",
    "US",
    "CA",
    "GB",
    "DE",
    "FR",
    "IT",
    "ES",
    "PT",
    "BR",
    "AR",
    "MX",
    "IN",
    "TR",
    "AE",
    "HK",
)
ENOUGH = 80
"""Copies of a list that bring every country of it above the number below which kernels leave all to the library."""
COUNTRY_CODES = tuple(str(phonenumbers.country_code_for_region(region)) for region in REGIONS)


def by_library(text: str, region: str | None) -> str | None:
    """What phonenumbers itself makes of a number, without any reading of our own."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if phonenumbers.is_valid_number(number) else None


def in_kernels(texts: list[str], region: str | None) -> list[str | None]:
    found = normalise_phones(pa.array(texts * ENOUGH), region).to_pylist()
    assert found[: len(texts)] == found[-len(texts) :]
    return list(found[: len(texts)])


@st.composite
def typed_numbers(draw: st.DrawFn, region: str) -> str:
    """Digits near a real number of a region, in one of the ways people type them."""
    kind = draw(st.sampled_from([PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.TOLL_FREE]))
    example = phonenumbers.example_number_for_type(region, kind) or phonenumbers.example_number(region)
    assert example is not None
    digits = list(phonenumbers.national_significant_number(example))
    for place in draw(st.lists(st.integers(0, len(digits) - 1), max_size=8)):
        digits[place] = draw(st.sampled_from("0123456789"))
    national = "".join(digits[: draw(st.sampled_from([None, None, None, -1]))])
    code = str(phonenumbers.country_code_for_region(region))
    style = draw(
        st.sampled_from(
            ["+{c}{n}", "+{c} {a} {b}", "p:+{c}{n}", "{n}", "({a}) {b}", "0{n}", "1{n}", "{c}{n}", "+{c}8{n}"]
        )
    )
    return style.format(c=code, n=national, a=national[:3], b=national[3:])


@pytest.mark.parametrize("region", REGIONS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_kernels_and_library_agree_on_real_numbers(region: str, data: st.DataObject) -> None:
    texts = data.draw(
        st.lists(st.sampled_from(REGIONS).flatmap(typed_numbers) | typed_numbers(region), min_size=8, max_size=24)
    )
    assert in_kernels(texts, region) == [normalise_phone(text, region) for text in texts]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["+", "", "00", "p:+", "8 "]),
            st.sampled_from(["", *COUNTRY_CODES]),
            st.from_regex(r"[0-9]{3,13}", fullmatch=True),
        ).map("".join)
        | st.text(alphabet="0123456789 +-()p:;,/xт.", max_size=20),
        min_size=1,
        max_size=24,
    ),
    st.sampled_from([None, *REGIONS]),
)
@settings(max_examples=150, deadline=None)
def test_kernels_and_library_agree_on_anything(texts: list[str], region: str | None) -> None:
    assert in_kernels(texts, region) == [normalise_phone(text, region) for text in texts]


@pytest.mark.parametrize("region", REGIONS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_answers_kept_by_leading_digits_are_the_library_s(region: str, data: st.DataObject) -> None:
    texts = data.draw(st.lists(typed_numbers(region), min_size=8, max_size=24))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(phoneanswers, "_MANY", 1)
        # Asked twice: the second answers come out of what the first have left.
        assert in_kernels(texts, region) == in_kernels(texts, region)
        assert in_kernels(texts, region) == [normalise_phone(text, region) for text in texts]


@given(st.data(), st.sampled_from(REGIONS))
@settings(max_examples=150, deadline=None)
def test_what_the_library_accepts_is_accepted_as_it_is(data: st.DataObject, region: str) -> None:
    # Russian habits (8 and 7 without a plus) are the one thing read otherwise, and tested on their own.
    text = data.draw(typed_numbers(region)).removeprefix("p:")
    digits = "".join(filter(str.isdecimal, text))
    told = by_library(text, region)
    if told and not text.startswith("00") and not (region in ("RU", "KZ") and len(digits) == 11 and digits[0] in "78"):
        assert in_kernels([text], region) == [told]


@pytest.mark.parametrize(
    ("text", "region", "phone"),
    [
        ("8 (912) 345-67-89", "RU", "+79123456789"),
        ("89123456789", "RU", "+79123456789"),
        ("79123456789", "RU", "+79123456789"),
        ("9123456789", "RU", "+79123456789"),
        ("(006) 486789", "RU", None),
        ("+8 912 345-67-89", "RU", "+79123456789"),
        ("+7 912 345-67-89", None, "+79123456789"),
        ("79123456789", None, "+79123456789"),
        ("79123456789", "US", "+79123456789"),
        ("8 701 234 56 78", "KZ", "+77012345678"),
        ("+852 9123 4567", "RU", "+85291234567"),
        ("81067210660", "RU", "+672310660"),
        ("0079123456789", "RU", "+79123456789"),
        ("p:+5511912345678", "RU", "+5511912345678"),
        ("(71) 98765-4321", "BR", "+5571987654321"),
        ("5511912345678", "BR", "+5511912345678"),
        ("011 91234-5678", "BR", "+5511912345678"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("+39 06 6982 1234", "RU", "+390669821234"),
        ("07911 123456", "GB", "+447911123456"),
        ("+7 912 345-67-89 доб. 12", "RU", "+79123456789"),
        ("12; 8 912 345-67-89", "RU", "+79123456789"),
        ("89123456789, 89123456780", "RU", "+79123456789"),
        ("12345", "RU", None),
        ("80000000000", "RU", None),
        ("9123456789", None, None),
        ("нет", "RU", None),
        ("", "RU", None),
    ],
)
def test_phones_of_the_exports(text: str, region: str | None, phone: str | None) -> None:
    assert in_kernels([text], region) == [phone]
    assert normalise_phones(pa.array([text]), region).to_pylist() == [phone]


def test_absent_phones_stay_absent() -> None:
    cells = pa.chunked_array([pa.array([None, "89123456789"] * ENOUGH, pa.string())])
    assert normalise_phones(cells, "RU").to_pylist() == [None, "+79123456789"] * ENOUGH
    assert normalise_phones(pa.array([], pa.string()), "RU").to_pylist() == []


@pytest.mark.parametrize(
    ("region", "local"),
    [("RU", "912{:07d}"), ("BR", "1191{:07d}"), ("US", "212{:07d}"), ("DE", "0171{:07d}"), ("UA", "067{:07d}")],
)
def test_plain_numbers_never_come_to_the_library(region: str, local: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def called(*_: object) -> None:
        raise AssertionError

    texts = [local.format(number) for number in range(2_000_000, 2_000_000 + 5 * ENOUGH, 5)]
    monkeypatch.setattr("phonenumbers.parse", called)
    assert normalise_phones(pa.array(texts), region).null_count == 0


def test_rules_of_unknown_regions_leave_all_to_the_library() -> None:
    assert region_rules("XX") is None
    assert international(pa.array(["12345678"]), "XX").to_pylist() == [None]
    assert set(valid_numbers(pa.array(["99912345678", "5491112345678", "87012345678"] * ENOUGH)).to_pylist()) == {None}


@pytest.mark.parametrize(
    ("text", "email"),
    [
        (" Anna@Mail.RU ", "anna@mail.ru"),
        ("a.n.n.a+vk@gmail.com", "a.n.n.a+vk@gmail.com"),
        ("Anna <anna@mail.ru>", "anna@mail.ru"),
        ("mailto:anna@mail.ru", "anna@mail.ru"),
        ("nope, b@b.ru; c@c.ru", "b@b.ru"),
        ("a/b@c.ru", "a/b@c.ru"),
        ("anna@xn--e1aybc.xn--p1ai", "anna@xn--e1aybc.xn--p1ai"),
        ("anna@mail", None),
        ("anna@-mail.ru", None),
        ("@mail.ru", None),
        ("anna@mail..ru", None),
        ("нет", None),
        ("", None),
    ],
)
def test_emails(text: str, email: str | None) -> None:
    assert normalise_emails(pa.array([text, "x@y.ru"])).to_pylist() == [email, "x@y.ru"]


@given(st.emails(domains=st.just("example.com")))
def test_an_email_of_an_email_is_itself(text: str) -> None:
    once = normalise_emails(pa.array([text]))
    assert normalise_emails(once).to_pylist() == once.to_pylist()


def test_masks_hide_what_identifies() -> None:
    assert mask_phone("+79123456789") == "+79•••••••89"
    assert mask_email("anna@mail.ru") == "a•••@mail.ru"


@pytest.mark.parametrize("between", ["\n", ", ", ";", " / "])
def test_of_several_phones_in_a_cell_the_first_valid_one_counts(between: str) -> None:
    cells = [between.join(["89120001202", "89120001203"]), between.join(["123", "89120001203"])]

    assert normalise_phones(pa.array(cells * ENOUGH), "RU").to_pylist() == ["+79120001202", "+79120001203"] * ENOUGH


def test_no_country_has_a_code_that_begins_with_a_naught() -> None:
    assert normalise_phones(pa.array(["+06240100000"] * ENOUGH), None).null_count == ENOUGH


MAILS = st.from_regex(r"[A-Za-z0-9._+-]{0,5}@?[A-Za-z0-9._-]{0,6}\.?[A-Za-z0-9]{0,3}", fullmatch=True)


@given(st.lists(st.none() | MAILS | st.text("aB1@.-_+ ,;<\u00a0\u0130Ж", max_size=9), min_size=1, max_size=30))
@settings(max_examples=300, deadline=None)
def test_plain_mails_are_those_read_with_care(texts: list[str | None]) -> None:
    cells = pa.array(["plain@mail.ru", *texts, "anna.b-c_d+e@mail.example.com"], pa.string())
    read = contacts.careful_emails(cells).to_pylist()
    assert normalise_emails(cells).to_pylist() == read
    assert normalise_emails(cells.slice(1)).to_pylist() == read[1:]


@pytest.mark.parametrize("more", [[], ["+49 30 1234567", "8 912"], [None, ""]], ids=["one width", "several", "gaps"])
def test_numbers_of_one_country_dialled_either_way_are_read_as_one_by_one(more: list[str | None]) -> None:
    written = [f"+7 9{n % 10}2 345-{n:04}" if n % 2 else f"8 (9{n % 10}2) 345 {n:04}" for n in range(200)]
    cells = pa.array([*written, *more], pa.string())
    one_by_one = [contacts.normalise_phone(text, "RU") if text else None for text in cells.to_pylist()]
    assert contacts.normalise_phones(cells, "RU").to_pylist() == one_by_one
    assert one_by_one[:2] == ["+79023450000", "+79123450001"]
