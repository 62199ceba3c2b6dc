"""How the files of this repository may use each other."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent


def imports(path: Path) -> set[str]:
    """Return the modules that a file names in an import, and what it imports from each."""
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def is_test_module(name: str) -> bool:
    return bool(re.match(r"tests\.(\w+\.)*test_", name))


def test_no_test_imports_another_test() -> None:
    files = sorted(TESTS.rglob("*.py"))
    found = {
        path.relative_to(TESTS).as_posix(): named
        for path in files
        if (named := sorted(filter(is_test_module, imports(path))))
    }
    assert found == {}
