"""The tools that are compared: how each is called, and the environment each has to itself."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PEERS = {"b24pysdk": "b24pysdk==1.3.2", "fast_bitrix24": "fast_bitrix24==1.8.14"}

_SDK = """
import json, sys
from urllib.parse import urlsplit
from b24pysdk import BitrixWebhook, Client
portal = BitrixWebhook(domain=urlsplit(sys.argv[1]).netloc, webhook_token="1/benchmark")
"""
_SDK_ONE = f"{_SDK}print(json.dumps(portal.call_method('user.current', {{}})['result']))\n"
_SDK_EXPORT = (
    _SDK
    + """
with open(sys.argv[2], "w", encoding="utf-8") as file:
    for row in portal.call_list_fast("crm.deal.list", {}, timeout=60)["result"]:
        file.write(json.dumps(row, ensure_ascii=False) + "\\n")
"""
)
_SDK_CREATE = (
    _SDK
    + """
client = Client(portal)
rows = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
calls = {str(at): client.crm.deal.add(fields=row) for at, row in enumerate(rows)}
client.call_batches(calls, timeout=60).result
"""
)
_FAST = (
    "import json, sys\nfrom fast_bitrix24 import Bitrix\nb = Bitrix(sys.argv[1], verbose=False)\n"
)
_FAST_ONE = f"{_FAST}print(json.dumps(b.call('user.current', raw=True)['result']))\n"
_FAST_EXPORT = (
    _FAST
    + """
rows = b.get_all("crm.deal.list")
with open(sys.argv[2], "w", encoding="utf-8") as file:
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False) + "\\n")
"""
)
_FAST_CREATE = (
    _FAST
    + """
rows = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
b.call("crm.deal.add", [{"fields": row} for row in rows])
"""
)
_CURL_ONE = "curl -sS \"$0user.current\" -d '' | jq -c .result"
# Linked pages, 50 in a batch, until one comes short.
_CURL_EXPORT = """
last=0
: > "$1"
while :; do
  jq -n --argjson last "$last" '{halt: 1, cmd: ([range(50)] | map({key: "p\\(.)", value:
    ("crm.deal.list?order[ID]=ASC&start=-1&filter[>ID]=" +
     (if . == 0 then "\\($last)" else "$result[p\\(. - 1)][49][ID]" end))}) | from_entries)}' |
  curl -sS "$0batch" -H 'Content-Type: application/json' -d @- > "$1.page"
  jq -c '[.result.result | to_entries | sort_by(.key[1:] | tonumber) | .[].value] | . as $all
    | (map(length < 50) | index(true)) as $stop
    | (if $stop then $all[:$stop + 1] else $all end) | .[][]' "$1.page" > "$1.rows"
  cat "$1.rows" >> "$1"
  [ "$(wc -l < "$1.rows")" -eq 2500 ] || break
  last=$(tail -n 1 "$1.rows" | jq -r .ID)
done
rm -f "$1.page" "$1.rows"
"""
_CURL_CREATE = """
split -l 50 "$1" "$1.part-"
for part in "$1".part-*; do
  jq -s '{halt: 0, cmd: (to_entries | map({key: "\\(.key)", value: ("crm.deal.add?" +
    (.value | to_entries | map("fields[\\(.key)]=\\(.value | @uri)") | join("&")))})
    | from_entries)}' "$part" |
  curl -sS --retry 3 "$0batch" -H 'Content-Type: application/json' -d @- > /dev/null
done
rm -f "$1".part-*
"""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: how it is called with the address and the file it writes or reads.

    `again` is how it goes on after it was killed, where that is another command.
    """

    name: str
    command: tuple[str, ...]
    scheme: str = "http"
    peer: str = ""
    again: tuple[str, ...] = ()


def _python(name: str, peer: str, script: str) -> Tool:
    scheme = "https" if peer == "b24pysdk" else "http"  # it speaks nothing else
    return Tool(name, ("-c", script, "{url}", "{file}"), scheme, peer)


def _shell(script: str) -> Tool:
    return Tool("curl and jq", ("bash", "-c", script, "{url}", "{file}"))


def _oint(name: str, *words: str) -> Tool:
    command = (sys.executable, "-m", "oint_b24", *words, "--url", "{url}", "--quiet")
    again = (*command, "--resume") if words[0] == "export" else ()
    return Tool(name, command, again=again)


def one() -> list[Tool]:
    """Return the tools that make one call."""
    return [
        _shell(_CURL_ONE),
        _python("fast_bitrix24 call", "fast_bitrix24", _FAST_ONE),
        _python("b24pysdk call_method", "b24pysdk", _SDK_ONE),
        _oint("oint call", "call", "user.current"),
    ]


def exports() -> list[Tool]:
    """Return the tools that export; the first is what ratios refer to."""
    ours = ("export", "crm.deal.list", "{file}", "--no-check")
    return [
        _python("fast_bitrix24 get_all", "fast_bitrix24", _FAST_EXPORT),
        _python("b24pysdk call_list_fast", "b24pysdk", _SDK_EXPORT),
        _shell(_CURL_EXPORT),
        _oint("oint export", *ours),
        _oint("oint export --parallel 16", *ours, "--parallel", "16"),
    ]


def creates() -> list[Tool]:
    """Return the tools that make many records."""
    ours = ("import", "crm.deal.add", "{file}", "--no-check", "--settle", "0")
    ours += ("--unique", "ORIGIN_ID")
    return [
        _python("fast_bitrix24 call", "fast_bitrix24", _FAST_CREATE),
        _python("b24pysdk call_batches", "b24pysdk", _SDK_CREATE),
        _shell(_CURL_CREATE),
        _oint("oint import", *ours),
        _oint("oint import --parallel 16", *ours, "--parallel", "16"),
    ]


def environment(peer: str, place: Path) -> str:
    """Return the interpreter of an environment that has a peer, made where there is none yet."""
    home = place / peer
    python = str(home / "bin" / "python")
    if not Path(python).exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        install = [python, "-m", "pip", "install", "--quiet", PEERS[peer]]
        subprocess.run(install, check=True, stderr=subprocess.DEVNULL)
    return python


def certificate(place: Path) -> Path:
    """Make a certificate for loopback beside that of its authority; return its file."""
    code = (
        "import sys, trustme; ca = trustme.CA(); ca.cert_pem.write_to_path(sys.argv[2]);"
        "ca.issue_cert('127.0.0.1').private_key_and_cert_chain_pem.write_to_path(sys.argv[1])"
    )
    own, authority = place / "own.pem", place / "authority.pem"
    subprocess.run([sys.executable, "-c", code, str(own), str(authority)], check=True)
    return own
