"""What is imported when: commands that ask nothing must not wait for libraries that ask."""

from __future__ import annotations

import subprocess
import sys

import pytest

ASKING = ("habanero", "httpx2", "requests", "tqdm", "asyncio")


@pytest.mark.parametrize(
    "code",
    [
        "import cikrefs.registry",
        "from cikrefs.registry import Registries, Settings; Registries(Settings())",
    ],
)
def test_nothing_that_asks_is_imported_before_the_first_question(code: str) -> None:
    probe = f"import sys; {code}; print(sorted(set(sys.modules) & set({ASKING!r})))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
