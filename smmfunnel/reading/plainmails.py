"""E-mails that are plain to see, told by the bytes of whole columns."""

from __future__ import annotations

import numpy as np

from smmfunnel.reading.octets import Mask, Octets, digit, letter

_AT, _DOT = ord("@"), ord(".")
_LOCAL_MARKS = b"_+"
_MARKS = b"@.-_+"
_LONGEST_PART = 63

_Found = np.ndarray[tuple[int], np.dtype[np.intp]]


def plain_mails(texts: Octets) -> Mask:
    """Mark the texts that contacts.EMAIL fits in small letters, and with which nothing else is to be done.

    They are letters, digits and single marks between these; what else may be an e-mail is not told here.
    """
    data = texts.data
    known = digit(data) | letter(data)
    mark = ~known
    for one in _MARKS:
        known |= data == one
    plain = (texts.sizes > 0) & ~mark_at(mark, texts.starts) & ~mark_at(mark, texts.ends - 1)
    # Of two marks side by side the second may be the first byte of the next text: then that one is no mail anyway.
    doubled = np.flatnonzero(mark[1:] & mark[:-1]) + 1
    for places in (np.flatnonzero(~known), doubled):
        plain[texts.owners(places)] = False
    ats, dots = np.flatnonzero(data == _AT), np.flatnonzero(data == _DOT)
    if not len(ats) or not len(dots):
        return np.zeros(len(plain), dtype=np.bool_)
    at, last_dot = _last(texts, ats), _last(texts, dots)
    # As many as there are texts, and one in each: then none has two.
    if len(ats) != len(plain) or not ((at >= texts.starts) & (at < texts.ends)).all():
        plain &= np.bincount(texts.owners(ats), minlength=len(plain)) == 1
    plain &= (last_dot > at) & (last_dot < texts.ends - 2)
    plain &= letter(texts.at((last_dot + 1).astype(np.int32)))
    plain &= (at - texts.starts <= _LONGEST_PART) & (texts.ends - at <= _LONGEST_PART)
    for one in _LOCAL_MARKS:
        places = np.flatnonzero(data == one)
        owners = texts.owners(places)
        plain[owners[places > at[owners]]] = False
    return plain


def _last(texts: Octets, places: _Found) -> _Found:
    """Of places in order, return the last before the end of each text: one of an earlier text where it has none."""
    if len(places) == len(texts.ends) and bool(((places >= texts.starts) & (places < texts.ends)).all()):
        return places
    return places[np.maximum(np.searchsorted(places, texts.ends) - 1, 0)]


def mark_at(mark: Mask, places: np.ndarray[tuple[int], np.dtype[np.int32]]) -> Mask:
    """Tell for each place whether a mark is there."""
    return np.take(mark, places, mode="clip")
