"""Ways to install: what each package brings, and that what it brings runs.

With OINT_SLOW=1 the packages are built with their libraries and the demo is made in each.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from oint_b24 import __version__
from tools import deb, rpm, vendored, zipapp_build
from tools.written import ROOT

SLOW = pytest.mark.skipif(os.environ.get("OINT_SLOW") != "1", reason="OINT_SLOW=1 runs it")
DPKG = pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg-deb is not installed")
RPM = pytest.mark.skipif(not shutil.which("rpmbuild"), reason="rpmbuild is not installed")
SHARE = f"oint_b24-{__version__}.data/data/share"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return vendored.wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """Return a tree of the program without its libraries: enough for --version and TAB."""
    tree = tmp_path_factory.mktemp("bare")
    with zipfile.ZipFile(wheel) as packed:
        for name in packed.namelist():
            if name.startswith("oint_b24/"):
                packed.extract(name, tree)
    return tree


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tree of the program with its libraries."""
    folder = tmp_path_factory.mktemp("full")
    vendored.lay_out(folder / "tree", folder / "wheels")
    return folder / "tree"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory, bare: Path) -> Path:
    """Return a Debian package of the program without its libraries."""
    return deb.build(tmp_path_factory.mktemp("deb"), bare)


def run(*argv: str | Path, home: Path, **env: str) -> str:
    """Run a program with an environment of its own and return its stdout."""
    done = subprocess.run(
        [str(word) for word in argv], capture_output=True, text=True, check=False, timeout=120,
        env={"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", **env},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_demo(program: Path, home: Path, *before: str | Path) -> None:
    """Make the demo with an installed program."""
    bin_ = home / "bin"
    bin_.mkdir(parents=True)
    command = " ".join(f'"{word}"' for word in (*before, program))
    (bin_ / "oint").write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
    (bin_ / "oint").chmod(0o755)
    said = run("sh", ROOT / "tools" / "demo.sh", home=home, PATH=f"{bin_}:/usr/bin:/bin")
    assert '"name": "Новый чат"' in said


def test_the_wheel_carries_every_module_and_data_file(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    tracked = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "oint_b24").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert tracked <= names
    for needed in (
        "py.typed", "opi/commands.json", "rest/data/index.json", "rest/data/methods.ndjson",
        "complete/tree.json", "messages/usage.json", "cli/schemas/error.json",
    ):  # fmt: skip
        assert f"oint_b24/{needed}" in names


def test_the_wheel_carries_completions_man_pages_and_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        metadata = packed.read(f"oint_b24-{__version__}.dist-info/METADATA").decode()
        scripts = packed.read(f"oint_b24-{__version__}.dist-info/entry_points.txt").decode()

    for place in (
        "bash-completion/completions/oint", "bash-completion/completions/oint-b24",
        "zsh/site-functions/_oint", "fish/vendor_completions.d/oint.fish",
        "man/man1/oint.1", "man/man1/oint-bitrix24.1", "man/ru/man1/oint-call.1",
    ):  # fmt: skip
        assert f"{SHARE}/{place}" in names
    assert f"oint_b24-{__version__}.dist-info/licenses/NOTICE" in names
    assert "License-Expression: MIT" in metadata
    assert "oint = oint_b24.__main__:main\noint-b24 = oint_b24.__main__:main" in scripts


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        tops = {name.split("/")[0] for name in packed.namelist()}

    assert tops == {
        "oint_b24", f"oint_b24-{__version__}.dist-info", f"oint_b24-{__version__}.data",
    }  # fmt: skip


def test_the_sdist_can_be_built_from_and_tested(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}

    for needed in (
        "pyproject.toml", "Makefile", "LICENSE", "NOTICE", "README.md", "CHANGELOG.md",
        "oint_b24/opi/commands.json", "completions/_oint", "man/man1/oint.1", "tools/demo.sh",
        "tests/test_packaging.py", "packaging/launcher", "ci/nightly-export.sh", "docs/ci.md",
    ):  # fmt: skip
        assert needed in names
    assert not [name for name in names if "__pycache__" in name or name.startswith(".venv")]


def test_libraries_are_pinned_without_the_one_that_is_compiled() -> None:
    names = {line.partition("==")[0] for line in vendored.pinned("typer")}

    assert {"rich", "shellingham"} <= names
    assert not {name for name in names if name.startswith("pydantic")}


def test_the_file_runs_and_unpacks_itself_once(bare: Path, tmp_path: Path) -> None:
    program = tmp_path / "oint.pyz"
    zipapp_build.build(bare, program)
    cache = tmp_path / ".cache" / "oint-b24"

    assert run(sys.executable, program, "--version", home=tmp_path) == f"oint-b24 {__version__}\n"
    (place,) = cache.iterdir()
    assert place.name.startswith("app-")
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert (place / "oint_b24" / "opi" / "commands.json").is_file()
    (place / "oint_b24" / "__init__.py").write_text('__version__ = "kept"\n', encoding="utf-8")
    assert run(sys.executable, program, "--version", home=tmp_path) == "oint-b24 kept\n"


def test_the_file_completes_from_its_own_data(bare: Path, tmp_path: Path) -> None:
    program = tmp_path / "oint.pyz"
    zipapp_build.build(bare, program)

    assert "СоздатьЧат\t" in run(
        sys.executable, program, "__complete", "bitrix24", "создатьчат", home=tmp_path
    )


def test_the_same_tree_makes_the_same_file(bare: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.pyz", tmp_path / "two.pyz"
    zipapp_build.build(bare, one)
    zipapp_build.build(bare, two)

    assert one.read_bytes() == two.read_bytes()


def test_the_file_uses_no_directory_that_somebody_else_could_fill(
    bare: Path, tmp_path: Path
) -> None:
    program = tmp_path / "oint.pyz"
    zipapp_build.build(bare, program)
    run(sys.executable, program, "--version", home=tmp_path)
    (place,) = (tmp_path / ".cache" / "oint-b24").iterdir()
    (place / "oint_b24" / "__init__.py").write_text('__version__ = "evil"\n', encoding="utf-8")
    place.chmod(0o777)

    said = run(sys.executable, program, "--version", home=tmp_path, TMPDIR=str(tmp_path))
    assert said == f"oint-b24 {__version__}\n"


def test_the_file_runs_where_nothing_can_be_written(bare: Path, tmp_path: Path) -> None:
    program = tmp_path / "oint.pyz"
    zipapp_build.build(bare, program)
    (tmp_path / "tmp").mkdir()
    nowhere = Path("/proc/nowhere")

    said = run(sys.executable, program, "--version", home=nowhere, TMPDIR=str(tmp_path / "tmp"))
    assert said == f"oint-b24 {__version__}\n"
    assert list((tmp_path / "tmp").iterdir()) == []


def test_an_old_python_is_told_what_is_missing() -> None:
    """The door must be readable for it: no syntax that it does not know."""
    door = (ROOT / "packaging" / "zipapp_main.py").read_text(encoding="utf-8")

    compile(door, "door", "exec", dont_inherit=True)
    assert "sys.version_info < (3, 11)" in door
    assert "import annotations" not in door
    assert 'f"' not in door


@DPKG
def test_the_deb_lays_its_files_out(package: Path, tmp_path: Path) -> None:
    root = tmp_path / "root"
    run("dpkg-deb", "--extract", package, root, home=tmp_path)
    fields = run("dpkg-deb", "--field", package, home=tmp_path)

    assert package.name == f"oint-b24_{__version__}_all.deb"
    assert "Depends: python3 (>= 3.11)" in fields
    for place in (
        "lib/oint-b24/oint_b24/opi/commands.json", "share/man/ru/man1/oint.1.gz",
        "share/zsh/vendor-completions/_oint", "share/bash-completion/completions/oint",
        "share/fish/vendor_completions.d/oint-b24.fish", "share/doc/oint-b24/copyright",
    ):  # fmt: skip
        assert (root / "usr" / place).is_file()
    program = root / "usr" / "bin" / "oint-b24"
    assert stat.S_IMODE(program.stat().st_mode) == 0o755
    # Its own first line names the system's Python, which may be another one here.
    said = run(sys.executable, "-I", program, "--version", home=tmp_path)
    assert said == f"oint-b24 {__version__}\n"


@DPKG
def test_the_deb_names_who_packaged_it(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEBFULLNAME", "Portal Team")
    monkeypatch.setenv("DEBEMAIL", "team@portal.example")

    package = deb.build(tmp_path / "dist", bare)

    told = run("dpkg-deb", "--field", package, "Maintainer", home=tmp_path)
    assert told == "Portal Team <team@portal.example>\n"


@DPKG
def test_the_deb_scripts_are_sound(package: Path, tmp_path: Path) -> None:
    run("dpkg-deb", "--control", package, tmp_path / "control", home=tmp_path)

    for name in ("postinst", "prerm"):
        script = tmp_path / "control" / name
        run("sh", "-n", script, home=tmp_path)
        assert script.stat().st_mode & 0o100
    sums = (tmp_path / "control" / "md5sums").read_text(encoding="utf-8")
    assert "  usr/lib/oint-b24/oint_b24/__main__.py\n" in sums


@RPM
def test_the_rpm_is_built(bare: Path, tmp_path: Path) -> None:
    package = rpm.build(tmp_path / "dist", bare)

    assert package.name == f"oint-b24-{__version__}-1.noarch.rpm"


def test_the_rpm_names_every_file_of_the_tree() -> None:
    spec = (ROOT / "packaging" / "rpm" / "oint-b24.spec").read_text(encoding="utf-8")

    for place in (
        "/usr/bin/oint-b24", "/usr/lib/oint-b24", "/usr/share/zsh/site-functions/_oint",
        "/usr/share/bash-completion/completions/oint-b24", "%lang(ru)",
    ):  # fmt: skip
        assert place in spec


def test_the_image_runs_without_rights_and_compiled() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()

    assert lines.index("USER oint") < lines.index('ENTRYPOINT ["oint"]')
    assert not any("--no-compile" in line or "PYTHONDONTWRITEBYTECODE" in line for line in lines)


@SLOW
def test_the_wheel_makes_the_demo_in_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    clean = tmp_path / "clean"
    subprocess.run([sys.executable, "-m", "venv", str(clean)], check=True)
    subprocess.run([str(clean / "bin/python"), "-m", "pip", "install", "-q", wheel], check=True)

    assert (clean / "share/bash-completion/completions/oint").is_file()
    assert (clean / "share/man/man1/oint.1").is_file()
    make_demo(clean / "bin" / "oint", tmp_path / "home")


@SLOW
def test_the_file_makes_the_demo(full: Path, tmp_path: Path) -> None:
    program = tmp_path / "oint.pyz"
    zipapp_build.build(full, program)

    make_demo(program, tmp_path / "home", sys.executable)


@SLOW
@DPKG
def test_the_deb_makes_the_demo(full: Path, tmp_path: Path) -> None:
    package = deb.build(tmp_path / "dist", full)
    root = tmp_path / "root"
    run("dpkg-deb", "--extract", package, root, home=tmp_path)

    assert not list(root.rglob("*.so"))
    make_demo(root / "usr" / "bin" / "oint-b24", tmp_path / "home", sys.executable, "-I")
