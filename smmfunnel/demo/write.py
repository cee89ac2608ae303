"""Writing the synthetic agency's exports into a folder, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from smmfunnel.demo.ad_files import meta_ads, vk_ads, yandex_direct
from smmfunnel.demo.crm_files import amocrm, telephony
from smmfunnel.demo.scenarios import DEFAULT_SEED, TURN
from smmfunnel.demo.site_file import metrika
from smmfunnel.demo.world import World, simulate
from smmfunnel.errors import OutputError, Where
from smmfunnel.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from smmfunnel.demo.scenarios import Scenario


def exports(world: World, scenario: Scenario, seed: int) -> dict[str, bytes]:
    """Write every file of the agency as bytes, by name."""
    first = [row for row in world.traffic if row.day < TURN]
    second = [row for row in world.traffic if row.day >= TURN]
    texts = {
        "vk_ads.csv": vk_ads(world.traffic),
        "meta_2026-08.csv": meta_ads(first, "ru"),
        "meta_2026-09.csv": meta_ads(second, "en"),
        "yandex_direct.csv": yandex_direct(world.traffic),
        "metrika.csv": metrika(world.traffic, seed),
        "amocrm_deals.csv": amocrm(world.cards, seed),
    }
    config = say("demo.config", scenario=scenario.value, seed=seed, cause=say(f"scenario.{scenario.value}"))
    return {
        **{name: text.encode() for name, text in texts.items()},
        "calls.csv": telephony(world.cards, seed).encode("cp1251"),
        "smmfunnel.yaml": config.encode(),
    }


def write_demo(directory: Path, scenario: Scenario, seed: int = DEFAULT_SEED) -> list[Path]:
    """Write the exports of a synthetic agency whose second month lost sales for a known cause.

    The same scenario and seed give the same bytes on any platform. Files that are there already are left
    as they are if they hold the same bytes.

    Args:
        directory: folder to write into, made if it is not there.
        scenario: what goes wrong on 1 September 2026.
        seed: any whole number: another agency with the same cause.

    Returns:
        The files, sorted by name.

    Raises:
        OutputError: a file of the same name holds something else, or the folder cannot be written.
    """
    files = exports(simulate(scenario, seed), scenario, seed)
    try:
        _write_all(directory, files)
    except OSError as error:
        raise OutputError("demo_unwritable", Where(str(directory)), problem=error.strerror) from error
    return [directory / name for name in sorted(files)]


def _write_all(directory: Path, files: Mapping[str, bytes]) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    new = {name: content for name, content in files.items() if _is_new(directory / name, content)}
    with TemporaryDirectory(prefix=".demo-", dir=directory) as folder:
        for name, content in new.items():
            (Path(folder) / name).write_bytes(content)
        for name in new:
            (Path(folder) / name).replace(directory / name)


def _is_new(path: Path, content: bytes) -> bool:
    """Tell whether `path` is still to be written; what holds something else is never overwritten."""
    if not path.exists():
        return True
    if path.is_file() and path.read_bytes() == content:
        return False
    raise OutputError("demo_exists", Where(str(path)))
