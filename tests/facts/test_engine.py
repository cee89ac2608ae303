from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from smmfunnel.engines import open_duckdb

if TYPE_CHECKING:
    from smmfunnel.engines import Engine

LARGE = 1 << 30


@pytest.mark.parametrize("size", [0, LARGE])
def test_two_sets_of_questions_are_answered_about_the_same_tables(size: int) -> None:
    def count(engine: Engine) -> int:
        engine.run("CREATE TABLE twice AS SELECT n * 2 AS n FROM numbers")
        return int(engine.fetch("SELECT sum(n) AS n FROM twice")[0]["n"])

    with open_duckdb(size, threads=1) as engine:
        engine.run("CREATE TABLE numbers AS SELECT unnest([1, 2, 3]) AS n")
        answers = engine.both(lambda one: one.fetch("SELECT max(n) AS n FROM numbers"), count)
        assert answers == ([{"n": 3}], 12)
        assert engine.fetch("SELECT count(*) AS n FROM twice") == [{"n": 3}]


@pytest.mark.parametrize("size", [0, LARGE])
def test_a_fault_of_either_is_told(size: int) -> None:
    def sound(engine: Engine) -> None:
        engine.run("SELECT 1")

    def faulty(engine: Engine) -> None:
        engine.run("SELECT nothing")

    with open_duckdb(size, threads=1) as engine:
        for parts in ((sound, faulty), (faulty, sound)):
            with pytest.raises(Exception, match="nothing"):
                engine.both(*parts)


@pytest.mark.parametrize("size", [0, LARGE])
def test_nobody_waits_for_the_one_when_the_other_has_failed(size: int) -> None:
    def endless(engine: Engine) -> None:
        engine.fetch("SELECT count(*) AS n FROM range(1000000000) AS a(i), range(1000000) AS b(j) WHERE i * j % 7 = 3")

    def faulty(_: Engine) -> None:
        raise InterruptedError

    with open_duckdb(size, threads=1) as engine:
        with pytest.raises(InterruptedError):
            engine.both(faulty, endless, always=True)
        assert engine.fetch("SELECT 1 AS n") == [{"n": 1}]
