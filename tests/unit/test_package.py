"""The package as a whole: light to import, public names that exist, one version, types shipped."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest

import perfmetrics

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
PLANNED = {"score", "check", "audit", "explain"}  # functions that users call; no module may have their names


def _loaded_by(statement: str) -> set[str]:
    """Return the modules that a fresh interpreter has after a statement."""
    program = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_that_is_slow() -> None:
    loaded = _loaded_by("import perfmetrics")
    assert "perfmetrics" in loaded
    assert {name for name in loaded if name.startswith("perfmetrics.")} == set()
    assert loaded.isdisjoint({"pydantic", "argparse", "tomllib", "decimal", "fractions"})


def test_a_name_loads_what_it_needs_and_no_more() -> None:
    assert _loaded_by("from perfmetrics import ReportError") >= {"perfmetrics.errors"}
    assert "perfmetrics.statements" not in _loaded_by("from perfmetrics import ReportError")
    formulas = _loaded_by("from perfmetrics import formulas")
    assert "perfmetrics.formulas.budget" in formulas
    assert formulas.isdisjoint({"pydantic", "perfmetrics.statements", "perfmetrics.rubrics"})


def test_scoring_loads_no_renderer() -> None:
    loaded = _loaded_by("import perfmetrics\nperfmetrics.score({}, 'baojing-2019').to_dict()")
    assert "perfmetrics.scoring" in loaded
    assert loaded.isdisjoint({"perfmetrics.render.text", "perfmetrics.render.markdown", "perfmetrics.cli"})


def test_checking_loads_no_renderer() -> None:
    loaded = _loaded_by("import perfmetrics\nperfmetrics.check({}).to_dict()")
    assert "perfmetrics.consistency" in loaded
    assert loaded.isdisjoint({"perfmetrics.render.text", "perfmetrics.render.markdown", "perfmetrics.cli"})


@pytest.mark.parametrize("name", perfmetrics.__all__)
def test_every_public_name_is_there(name: str) -> None:
    value = getattr(perfmetrics, name)
    assert value is getattr(perfmetrics, name)
    if not isinstance(value, ModuleType):
        assert value.__name__ == name
        assert value.__module__.startswith("perfmetrics.")


def test_public_names_are_listed_in_order_and_once() -> None:
    assert perfmetrics.__all__ == sorted(set(perfmetrics.__all__), key=lambda name: (name[0].islower(), name))


def test_the_names_of_the_documentation_are_public() -> None:
    assert {"score", "check", "explain", "list_rubrics", "load_rubric", "load_report", "formulas"} <= set(
        perfmetrics.__all__
    )
    star: dict[str, object] = {}
    exec("from perfmetrics import *", star)  # noqa: S102 - that is what a user may write
    assert set(perfmetrics.__all__) <= star.keys()


def test_public_names_are_found_by_completion() -> None:
    assert set(perfmetrics.__all__) <= set(dir(perfmetrics))
    assert "__version__" in dir(perfmetrics)
    assert dir(perfmetrics) == sorted(dir(perfmetrics))


@pytest.mark.parametrize("name", ["scor", "audit_", "Scorecard", "_private"])
def test_an_unknown_name_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'perfmetrics' has no attribute '{name}'"):
        getattr(perfmetrics, name)
    assert not hasattr(perfmetrics, name)


def test_one_version() -> None:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    assert perfmetrics.__version__ == project["version"] == version("perfmetrics")


def test_types_and_tables_are_shipped() -> None:
    package = files("perfmetrics")
    assert package.joinpath("py.typed").is_file()
    assert package.joinpath("rubrics", "baojing-2019.toml").is_file()


def _modules() -> list[str]:
    return [each.name for each in pkgutil.walk_packages(perfmetrics.__path__, "perfmetrics.")]


def test_no_module_takes_the_name_of_a_function() -> None:
    names = {each.name for each in pkgutil.iter_modules(perfmetrics.__path__)}
    functions = {name for name in perfmetrics.__all__ if inspect.isfunction(getattr(perfmetrics, name))}
    assert functions >= {"score", "check", "explain"}
    assert not names & (functions | PLANNED)


def test_functions_stay_functions_when_every_module_is_loaded() -> None:
    for name in _modules():
        if not name.endswith("__main__"):
            importlib.import_module(name)
    assert inspect.isfunction(perfmetrics.score)
    assert inspect.isfunction(perfmetrics.check)
    assert inspect.isfunction(perfmetrics.explain)


@pytest.mark.parametrize("name", _modules())
def test_every_module_says_what_it_is(name: str) -> None:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).read_text(encoding="utf-8")
    assert source.startswith(('"""', 'r"""'))
