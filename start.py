"""Samtrin from a fresh copy, with nothing but Python 3.11:

python3 start.py            install into .venv what is missing, then run the demo on http://127.0.0.1:8000
python3 start.py test       install the tools too, then check and test everything
python3 start.py check      the same without the tests
python3 start.py WORDS ...  any other command of the program, such as: serve, deploy, --help
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - said before anything that an older Python cannot read
    sys.exit(
        "Samtrin kræver Python 3.11 eller nyere; dette er {0}.{1}.\n"
        "Samtrin needs Python 3.11 or newer; this is {0}.{1}.".format(*sys.version_info)
    )

import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "installed"  # what the environment was last filled from
RUN, DEVELOP = "requirements.lock", "requirements-dev.lock"

CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("pytest", "-q", "tests/test_imports.py"),
)
TESTS = ("pytest", "-n", "2")


def main(words: list[str]) -> int:
    os.chdir(ROOT)
    if words == ["test"]:
        prepare(DEVELOP)
        failed = [check for check in CHECKS[:-1] if run(*check)]  # the import rules are among the tests
        for check in failed:
            print("FAILED:", *check, flush=True)
        return run(*TESTS) or len(failed)
    if words == ["check"]:
        prepare(DEVELOP)
        return sum(run(*check) != 0 for check in CHECKS)
    prepare(RUN)
    return run("samtrin", *(words or ["demo"]))


def prepare(lock: str) -> None:
    """Make .venv and fill it from ``lock``, unless that was done and nothing it depends on has changed since."""
    done = STAMP.read_text().splitlines() if STAMP.exists() else [str(ROOT)]
    usable = (
        done[:1] == [str(ROOT)] and starts()
    )  # the programs of a folder that was moved look in the old one
    now = fingerprint()
    if usable and done[1:] in ([now, lock], [now, DEVELOP]):  # the tools' lock includes the other
        return
    if not usable:
        make_environment()
    print("Installerer Samtrin i .venv ... / Installing Samtrin into .venv ...", flush=True)
    pip: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if subprocess.run([*pip, "-r", lock, "-e", "."], check=False).returncode:
        sys.exit("Installationen lykkedes ikke; se ovenfor. / The installation failed; see above.")
    STAMP.write_text(f"{ROOT}\n{now}\n{lock}\n")


def starts() -> bool:
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0


def make_environment() -> None:
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        sys.exit(
            "Python mangler venv. På Debian og Ubuntu: sudo apt install python3-venv\n"
            "Python lacks venv. On Debian and Ubuntu: sudo apt install python3-venv"
        )
    import venv

    venv.create(VENV, with_pip=True, clear=True)


def fingerprint() -> str:
    """SHA-256 over what an installation is made from, the sources of the browser files included."""
    sys.path.insert(0, str(ROOT / "build_backend"))
    import assets

    files = (RUN, DEVELOP, "setup.cfg", "pyproject.toml")
    content = b"".join((ROOT / name).read_bytes() for name in files)
    return hashlib.sha256(content + assets.digest().encode()).hexdigest()


def run(program: str, *words: str) -> int:
    """Run a program of .venv; its exit status."""
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    found = shutil.which(program, path=str(BIN)) or sys.exit(
        f"{BIN / program} is missing; remove .venv and start again"
    )
    try:
        return subprocess.run([found, *words], env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
