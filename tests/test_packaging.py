"""The wheel carries every file the program reads, and nothing else; the source archive can be tested."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

BUILD = "import sys; from hatchling import build; print(getattr(build, sys.argv[1])(sys.argv[2]))"
"""What pip asks of the build back end, without the environment pip would first download for it."""


def _build(hook: str, folder: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-c", BUILD, hook, str(folder)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return folder / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build("build_wheel", tmp_path_factory.mktemp("wheel"))


def _files_of_the_package() -> set[str]:
    paths = (path for path in (ROOT / "smmfunnel").rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in paths if "__pycache__" not in path.parts}


def test_the_wheel_is_the_package(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in names if ".dist-info/" not in name} == _files_of_the_package()


@pytest.mark.parametrize(
    ("folder", "ending"),
    [("catalog/formats", ".yaml"), ("catalog/words", ".yaml"), ("facts/sql", ".sql"), ("", "py.typed")],
)
def test_the_wheel_has_the_files_that_are_not_python(wheel: Path, folder: str, ending: str) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.startswith(f"smmfunnel/{folder}") and name.endswith(ending)]


def test_the_wheel_has_its_licence_its_command_and_its_readme(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    texts = {Path(name).name: archive.read(name).decode() for name in archive.namelist() if ".dist-info/" in name}
    assert texts["LICENSE"] == (ROOT / "LICENSE").read_text("utf-8")
    assert "smmfunnel = smmfunnel.cli:main" in texts["entry_points.txt"]
    assert (ROOT / "README.md").read_text("utf-8") in texts["METADATA"]


def test_the_wheel_has_the_version_of_the_package(wheel: Path) -> None:
    import smmfunnel

    assert wheel.name == f"smmfunnel-{smmfunnel.__version__}-py3-none-any.whl"


def test_the_source_archive_can_be_tested(tmp_path: Path) -> None:
    archive = _build("build_sdist", tmp_path)
    with tarfile.open(archive) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    assert {"README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", "tests/test_packaging.py"} <= names
    assert "examples/agency/amocrm_deals.csv" in names
