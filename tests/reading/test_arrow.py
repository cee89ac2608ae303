from __future__ import annotations

import subprocess
import sys

import pytest

AFTER = """
import sys
import pyarrow as pa
print("pandas" in sys.modules, pa.array([1, 2]).to_pylist(), "pandas" in sys.modules)
import pandas as pd
frame = pa.table({"a": ["x", None]}).to_pandas()
print(pa.Table.from_pandas(frame, preserve_index=False).to_pydict(), pa.array(pd.Series([1.0, None])).null_count)
"""


@pytest.mark.parametrize(
    ("before", "imported"),
    [("from smmfunnel.reading.arrow import without_pandas; without_pandas()", "False"), ("import pyarrow", "True")],
)
def test_values_are_converted_without_pandas_which_works_when_it_is_wanted(before: str, imported: str) -> None:
    run = [sys.executable, "-c", f"{before}\n{AFTER}"]
    done = subprocess.run(run, check=True, capture_output=True, text=True, timeout=60)

    assert done.stdout.splitlines() == [f"False [1, 2] {imported}", "{'a': ['x', None]} 1"]


def test_where_pandas_is_there_nothing_is_changed() -> None:
    code = "import pandas, sys; finders = list(sys.meta_path)\n"
    code += "from smmfunnel.reading.arrow import without_pandas; without_pandas()\n"
    code += "import pyarrow as pa; print(sys.meta_path == finders, pa.array(pandas.Series([None, 1.0])).null_count)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)

    assert done.stdout.split() == ["True", "1"]
