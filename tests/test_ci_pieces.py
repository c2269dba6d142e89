"""Pieces for pipelines: the shell in them runs on a sandbox and does what it says."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.console import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rest_client import RestClient

WEBHOOK = "https://portal.example/rest/1/s3cretcode/"
ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")
GITLAB = (ROOT / "ci" / "gitlab.yml").read_text(encoding="utf-8")
SCRIPTS = sorted((ROOT / "ci").glob("*.sh"))


def block(text: str, name: str, key: str) -> str:
    """Return the shell of `key:` in the part of a YAML file that begins with `name`."""
    part = text[text.index(name) :]
    lines = iter(part.splitlines()[1:])
    indent = next(len(x) - len(x.lstrip()) for x in lines if x.strip().startswith(f"{key}:"))
    found: list[str] = []
    for line in lines:
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        found.append(line)
    body = "\n".join(line[indent + 2 :] for line in found)
    body = re.sub(r"^\s*- \|\n", "", body, flags=re.MULTILINE)
    return re.sub(r"^\s*- ", "", body, flags=re.MULTILINE)


class Job:
    """A job of a pipeline: its directory, its environment, and what it has written."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.env = {
            "PATH": f"{home}/bin:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "OINT_B24_HOME": str(home / "home"),
            "LANG": "C.UTF-8",
        }
        program = home / "bin" / "oint"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m oint_b24 "$@"\n')
        program.chmod(0o755)
        for name in ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH"):
            (home / name).touch()
            self.env[name] = str(home / name)

    def run(self, shell: str, *, expect: int = 0, **env: str) -> str:
        """Run a piece of shell as the pipeline does and return its stdout."""
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", shell], env={**self.env, **env}, cwd=self.home,
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == expect, f"{shell}\n{done.stdout}{done.stderr}"
        return done.stdout

    def told(self, name: str) -> str:
        """Return what was written for later steps."""
        return (self.home / name).read_text(encoding="utf-8")


@pytest.fixture
def job(tmp_path: Path, rest: RestClient) -> Job:
    """Start a job whose portal is a sandbox."""
    made = Job(tmp_path / "job")
    made.env["OINT_B24_URL"] = f"{rest.base}/rest/1/{rest.code}/"
    return made


def last_message(rest: RestClient) -> Any:
    return rest.call("im.dialog.messages.get", DIALOG_ID="chat42")["messages"][0]["text"]


def test_the_action_writes_a_text_as_it_is(job: Job, rest: RestClient) -> None:
    """A commit's title may look like a file's name or an option; it is a text."""
    shell = block(ACTION, "- name: Write to the chat", "run")

    for text in ("Build 17 is ready", "@/etc/passwd", "--profile $(id) `id`"):
        job.run(shell, CHAT="chat42", TEXT=text)
        assert last_message(rest) == text
    assert re.fullmatch(r"(id=\d+\n){3}", job.told("GITHUB_OUTPUT"))


def test_the_action_makes_a_task(job: Job, rest: RestClient) -> None:
    shell = block(ACTION, "- name: Make a task", "run")
    job.run(shell, TITLE="@nightly failed", TEXT="run 7", RESPONSIBLE="10")
    number = job.told("GITHUB_OUTPUT").strip().removeprefix("id=")
    task = rest.call("tasks.task.get", taskId=number)["task"]

    assert (task["title"], task["description"]) == ("@nightly failed", "run 7")
    assert task["responsibleId"] == "10"


def test_the_action_masks_the_webhook_and_its_code(job: Job) -> None:
    shell = block(ACTION, "- name: Choose the portal", "run")
    said = job.run(shell, WEBHOOK=WEBHOOK)

    assert said.splitlines() == [f"::add-mask::{WEBHOOK}", "::add-mask::s3cretcode"]
    assert job.told("GITHUB_ENV") == f"OINT_B24_URL={WEBHOOK}\n"


@pytest.mark.parametrize("webhook", ["", "x\nPATH=/tmp/evil", "two words"])
def test_the_action_refuses_what_is_no_address(job: Job, webhook: str) -> None:
    job.run(block(ACTION, "- name: Choose the portal", "run"), expect=2, WEBHOOK=webhook)

    assert job.told("GITHUB_ENV") == ""


def test_the_action_offers_the_sandbox(job: Job) -> None:
    job.run(block(ACTION, "- name: Choose the portal", "run"), WEBHOOK="sandbox")

    assert job.told("GITHUB_ENV") == "OINT_B24_PROFILE=sandbox\n"


@pytest.mark.parametrize(
    ("version", "wanted"), [("", str(ROOT)), ("0.1.0", "oint-b24==0.1.0")], ids=["own", "named"]
)
def test_the_action_installs_a_release_or_itself(job: Job, version: str, wanted: str) -> None:
    """Python is a stand-in that notes what it is asked for: the network is not needed."""
    fake = job.home / "bin" / "python3"
    fake.write_text(
        '#!/bin/sh\necho "$@" >> "$RUNNER_TEMP/asked"\n'
        'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi\n'
    )
    fake.chmod(0o755)
    job.run(
        block(ACTION, "- name: Install oint", "run"), VERSION=version, RUNNER_OS="Linux",
        RUNNER_TEMP=str(job.home), GITHUB_ACTION_PATH=str(ROOT),
    )  # fmt: skip

    assert (job.home / "asked").read_text().splitlines() == [
        f"-m venv {job.home}/oint-b24",
        f"-m pip install --quiet {wanted}",
    ]
    assert job.told("GITHUB_PATH") == f"{job.home}/oint-b24/bin\n"


def test_inputs_reach_the_shell_as_variables_only() -> None:
    """An expression inside `run:` would let a commit's title be executed."""
    for name in ("Install oint", "Choose the portal", "Write to the chat", "Make a task"):
        assert "${{" not in block(ACTION, f"- name: {name}", "run")


def test_gitlab_tells_the_chat(job: Job, rest: RestClient) -> None:
    job.run(block(GITLAB, ".oint:notify:", "script"), OINT_CHAT="chat42", OINT_TEXT="@channel: out")

    assert last_message(rest) == "@channel: out"


def test_gitlab_makes_a_task(job: Job, rest: RestClient) -> None:
    shell = block(GITLAB, ".oint:task-on-failure:", "script")
    number = job.run(
        shell, OINT_TITLE="shop: pipeline 7 failed", OINT_TEXT="x", OINT_RESPONSIBLE="1"
    )
    task = rest.call("tasks.task.get", taskId=number.strip())["task"]

    assert task["title"] == "shop: pipeline 7 failed"


def test_gitlab_uploads_an_artefact(job: Job, rest: RestClient) -> None:
    (job.home / "report.pdf").write_bytes(b"%PDF-1.4 report")
    shell = block(GITLAB, ".oint:upload:", "script")
    job.run(shell, OINT_FILE="report.pdf", OINT_FOLDER="11")
    job.run(shell, OINT_FILE="report.pdf", OINT_FOLDER="11")
    names = [row["NAME"] for row in rest.call("disk.folder.getchildren", id=11)]

    assert names.count("report.pdf") == 1


def test_gitlab_exports_a_list(job: Job) -> None:
    job.run(
        block(GITLAB, ".oint:nightly-export:", "script"), OINT_METHOD="crm.deal.list",
        OINT_TARGET="deals.ndjson",
    )  # fmt: skip
    rows = (job.home / "deals.ndjson").read_text(encoding="utf-8").splitlines()

    assert {"ID", "TITLE"} <= json.loads(rows[0]).keys()


def test_gitlab_installs_nothing_where_oint_is(job: Job) -> None:
    assert job.run(block(GITLAB, ".oint:\n", "before_script")) == ""


def test_the_nightly_script_exports_and_forgets_old_files(job: Job) -> None:
    folder = job.home / "exports"
    folder.mkdir()
    old = folder / "crm.deal.list-2020-01-01.ndjson"
    old.touch()
    os.utime(old, (1_577_836_800, 1_577_836_800))
    (folder / "kept.txt").touch()
    made = job.run(f"{ROOT}/ci/nightly-export.sh crm.deal.list", OINT_EXPORT_FOLDER=str(folder))

    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [made.strip().rpartition("/")[2], "kept.txt"]
    )
    assert '"TITLE"' in (job.home / made.strip()).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("webhook", "code"),
    [("http://127.0.0.1:9/rest/1/nobodyhome/", 6), ("{base}/rest/1/wrongcode/", 5)],
)
def test_the_nightly_script_ends_with_the_programs_code(
    job: Job, rest: RestClient, webhook: str, code: int
) -> None:
    script = f"{ROOT}/ci/nightly-export.sh crm.deal.list"
    url = webhook.replace("{base}", rest.base)

    assert job.run(script, expect=code, OINT_B24_URL=url, OINT_B24_RETRIES="0") == ""


def units() -> dict[str, str]:
    """Return what each unit of systemd starts."""
    lines = {p.name: p.read_text(encoding="utf-8") for p in (ROOT / "ci" / "systemd").iterdir()}
    starts = {n: re.search(r"^ExecStart=(.*)$", t, re.MULTILINE) for n, t in lines.items()}
    return {name: found[1] for name, found in starts.items() if found}


@pytest.mark.parametrize("name", ["oint-export.service", "oint-failed@.service"])
def test_a_unit_reads_its_credential_and_does_its_work(
    job: Job, rest: RestClient, name: str
) -> None:
    secrets = job.home / "credentials"
    secrets.mkdir()
    (secrets / "webhook").write_text(job.env.pop("OINT_B24_URL") + "\n", encoding="utf-8")
    command = units()[name].replace("$$", "$").replace("%d", str(secrets))
    command = command.replace("%i", "oint-export.service").replace("/usr/local/bin", f"{ROOT}/ci")
    job.run(shlex.join(shlex.split(command)), OINT_EXPORT_FOLDER=str(job.home / "exports"))

    if name == "oint-export.service":
        assert len(list((job.home / "exports").glob("crm.deal.list-*.ndjson"))) == 1
    else:
        assert last_message(rest).endswith(": oint-export.service")


def test_a_unit_is_repeated_after_network_and_limits_only() -> None:
    service = (ROOT / "ci" / "systemd" / "oint-export.service").read_text(encoding="utf-8")

    assert "RestartPreventExitStatus=1 2 3 4 5 8\n" in service
    assert "exit_codes: [6, 7]" in GITLAB


@pytest.mark.skipif(not shutil.which("shellcheck"), reason="shellcheck is not installed")
def test_shellcheck_has_nothing_to_say() -> None:
    files = [*SCRIPTS, *(ROOT / "packaging" / "deb").glob("p*"), ROOT / "completions/oint.bash"]
    done = subprocess.run(
        ["shellcheck", *map(str, files)], capture_output=True, text=True, check=False
    )

    assert done.stdout == ""
