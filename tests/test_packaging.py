"""From a fresh copy to a running program: the starter, the build backend, the browser assets."""

import ast
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
NODE = "#!/bin/sh\necho v{}\n"


def load(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The asset builder, on a frontend of one file, with an empty PATH."""
    module = load("build_backend/assets.py")
    sources = tmp_path / "frontend"
    (sources / "src").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "build.mjs", "src/app.js"):
        (sources / name).write_text(name)
    (tmp_path / "bin").mkdir()
    (tmp_path / "dist").mkdir()
    monkeypatch.setattr(module, "SOURCES", sources)
    monkeypatch.setattr(module, "DIST", tmp_path / "dist")
    monkeypatch.setattr(module, "STAMP", tmp_path / "dist" / ".digest")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("SAMTRIN_SKIP_FRONTEND", raising=False)
    return module


def install(tmp_path: Path, version: str) -> None:
    for name in ("node", "npm"):
        program = tmp_path / "bin" / name
        program.write_text(NODE.format(version))
        program.chmod(0o755)


def test_node_comes_from_pypi_where_the_machine_has_none(assets: ModuleType) -> None:
    assert assets.requirements() == [assets.NODE_FROM_PYPI]


@pytest.mark.parametrize(("version", "needed"), [("18.19.0", True), ("20.0.0", False), ("24.1.0", False)])
def test_an_old_node_will_not_do(assets: ModuleType, tmp_path: Path, version: str, needed: bool) -> None:
    install(tmp_path, version)
    assert bool(assets.requirements()) is needed


def test_what_is_up_to_date_is_not_built_again(assets: ModuleType, tmp_path: Path) -> None:
    assets.STAMP.write_text(assets.digest())
    assert assets.requirements() == []
    assets.build()  # would fail: there is no Node
    (tmp_path / "frontend" / "src" / "app.js").write_text("changed")
    assert assets.requirements() == [assets.NODE_FROM_PYPI]


def test_the_assets_can_be_left_out(assets: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMTRIN_SKIP_FRONTEND", "1")
    assert assets.requirements() == []
    assets.build()


def test_a_renamed_source_is_a_change(assets: ModuleType, tmp_path: Path) -> None:
    before = assets.digest()
    (tmp_path / "frontend" / "src" / "app.js").rename(tmp_path / "frontend" / "src" / "other.js")
    assert assets.digest() != before


def test_a_failed_build_says_how_to_do_without(assets: ModuleType, tmp_path: Path) -> None:
    install(tmp_path, "22.0.0")
    (tmp_path / "bin" / "npm").write_text("#!/bin/sh\nexit 7\n")
    with pytest.raises(SystemExit, match=r"exit 7.*SAMTRIN_SKIP_FRONTEND=1"):
        assets.build()
    assert not assets.STAMP.exists()


def test_an_older_python_can_read_why_it_is_refused() -> None:
    source = (ROOT / "start.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    assert source.index("version_info <") < source.index("def ")


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The starter, with its environment elsewhere."""
    module = load("start.py")
    monkeypatch.setattr(module, "STAMP", tmp_path / "installed")
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(module, "installs", [], raising=False)
    real = module.subprocess.run

    def run(command: list[str], **options: object) -> object:
        if "install" not in command:
            return real(command, **options)
        module.installs.append(command[command.index("-r") + 1])
        return real([sys.executable, "-c", ""], check=False)

    monkeypatch.setattr(module.subprocess, "run", run)
    return module


def test_nothing_is_installed_twice(start: ModuleType) -> None:
    start.prepare(start.RUN)
    start.prepare(start.RUN)
    assert start.installs == [start.RUN]


def test_the_tools_are_added_when_they_are_asked_for(start: ModuleType) -> None:
    start.prepare(start.RUN)
    start.prepare(start.DEVELOP)
    start.prepare(start.RUN)  # the tools' lock includes what running needs
    assert start.installs == [start.RUN, start.DEVELOP]


def test_a_changed_lock_is_installed(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    start.prepare(start.RUN)
    monkeypatch.setattr(start, "fingerprint", lambda: "another")
    start.prepare(start.RUN)
    assert start.installs == [start.RUN, start.RUN]


def test_a_moved_folder_gets_a_new_environment(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bool] = []
    monkeypatch.setattr(start, "make_environment", lambda: made.append(True))
    start.prepare(start.RUN)
    assert made == []
    start.STAMP.write_text(start.STAMP.read_text().replace(str(ROOT), "/elsewhere"))
    start.prepare(start.RUN)
    assert made == [True]


def test_the_locks_pin_everything_once() -> None:
    locks = [
        (ROOT / name).read_text().splitlines() for name in ("requirements.lock", "requirements-dev.lock")
    ]
    assert locks[1][0] == "-r requirements.lock"
    pins = [*locks[0], *locks[1][1:]]
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", pin)] == []
    names = [pin.partition("==")[0].lower() for pin in pins]
    assert len(names) == len(set(names))


def test_every_icon_of_a_page_is_in_the_sprite() -> None:
    sprite = (ROOT / "web/frontend/src/icons.txt").read_text().split()
    pages = [*(ROOT / "web/templates").rglob("*.html"), ROOT / "web/frontend/styleguide.html"]
    used = {
        icon for page in pages for icon in re.findall(r"\bicon\('([\w-]+)'", page.read_text(encoding="utf-8"))
    }
    assert len(used) > 10
    assert used - set(sprite) == set()
