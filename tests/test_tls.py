"""Certificates and proxies: a private authority, client certificates, a real CONNECT proxy."""

from __future__ import annotations

import base64
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import trustme

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import TOKEN
from oint_b24.sandbox.families.portal.oauth_server import _new_code, app_of
from tests.cli.browser import CLIENT, SECRET, expire, register
from tests.cli.console import Console
from tests.proxy import proxying

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from oint_b24.sandbox.server import Running

CODE = "canarywebhookcode"
PORTAL = f"https://portal.example/rest/1/{CODE}/"


@dataclass(frozen=True, slots=True)
class Tls:
    """A portal behind TLS whose certificate names portal.example and 127.0.0.1."""

    running: Running
    ca: Path
    client: Path
    context: ssl.SSLContext

    @property
    def port(self) -> int:
        return self.running.server.server_port

    @property
    def here(self) -> str:
        return f"{self.running.base}/rest/1/{CODE}/"


@pytest.fixture
def oint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Console:
    """Run command lines where nothing says anything about proxies and authorities."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    return Console(tmp_path / "home")


@pytest.fixture
def tls(tmp_path: Path) -> Iterator[Tls]:
    """Serve a portal over TLS with a certificate of a private authority."""
    authority = trustme.CA()
    paths = {name: tmp_path / f"{name}.pem" for name in ("ca", "key", "cert", "client")}
    authority.cert_pem.write_to_path(paths["ca"])
    issued = authority.issue_cert("portal.example", "127.0.0.1")
    issued.private_key_pem.write_to_path(paths["key"])
    issued.cert_chain_pems[0].write_to_path(paths["cert"])
    authority.issue_cert("person@portal.example").private_key_and_cert_chain_pem.write_to_path(
        paths["client"]
    )
    portal = open_portal(tmp_path / "portal", webhooks={(1, CODE): None})
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with run(portal, certificate=(paths["cert"], paths["key"])) as running:
        context = running.server.socket.context  # type: ignore[attr-defined]
        authority.configure_trust(context)
        yield Tls(running, paths["ca"], paths["client"], context)


def test_a_private_authority_is_trusted_only_when_named(oint: Console, tls: Tls) -> None:
    doubted = oint("call", "profile", "--url", tls.here)
    trusted = oint("call", "profile", "--url", tls.here, "--ca-bundle", str(tls.ca))

    assert (doubted.code, trusted.code) == (6, 0), trusted.err
    assert "--ca-bundle" in doubted.err
    assert CODE not in doubted.err


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_the_environment_names_an_authority(oint: Console, tls: Tls, variable: str) -> None:
    oint.env[variable] = str(tls.ca)

    assert oint("call", "profile", "--url", tls.here).code == 0


def test_a_profile_and_a_flag_beat_the_environment(oint: Console, tls: Tls, tmp_path: Path) -> None:
    strange = tmp_path / "strange.pem"
    trustme.CA().cert_pem.write_to_path(strange)
    oint.env["REQUESTS_CA_BUNDLE"] = str(strange)
    oint("profile", "add", "prod", "--url", tls.here, "--ca-bundle", str(tls.ca))
    kept = oint("call", "profile", "--profile", "prod")
    flagged = oint("call", "profile", "--profile", "prod", "--ca-bundle", str(strange))

    assert (kept.code, flagged.code) == (0, 6)


def test_a_missing_file_of_certificates_is_named_before_anything_is_sent(oint: Console) -> None:
    for option in ("--ca-bundle", "--client-cert", "--client-key"):
        done = oint("call", "profile", "--url", PORTAL, option, "нет.pem")

        assert done.code == 2
        assert option in done.err
        assert "нет.pem" in done.err


def test_a_host_the_certificate_does_not_name_is_refused(oint: Console, tls: Tls) -> None:
    url = f"https://localhost:{tls.port}/rest/1/{CODE}/"
    done = oint("call", "profile", "--url", url, "--ca-bundle", str(tls.ca))

    assert done.code == 6


def test_a_portal_that_wants_a_client_certificate_gets_it(oint: Console, tls: Tls) -> None:
    tls.context.verify_mode = ssl.CERT_REQUIRED
    argv = ["call", "profile", "--url", tls.here, "--ca-bundle", str(tls.ca), "--retries", "0"]
    without = oint(*argv)
    given = oint(*argv, "--client-cert", str(tls.client))
    doctor = oint(
        "doctor", "--url", tls.here, "--ca-bundle", str(tls.ca), "--client-cert", str(tls.client)
    )

    assert without.code == 6
    assert given.code == 0, given.err
    assert doctor.code == 0, doctor.out


def test_a_proxy_of_a_profile_opens_the_way(oint: Console, tls: Tls) -> None:
    """The proxy alone knows where portal.example is: there is no such name here."""
    with proxying(tls.port) as proxy:
        oint(
            "profile", "add", "prod", "--url", PORTAL, "--ca-bundle", str(tls.ca),
            "--proxy", proxy.url,
        )  # fmt: skip
        done = oint("call", "profile", "--profile", "prod")
        doctor = oint("doctor", "--profile", "prod")

    assert done.code == 0, done.err
    assert proxy.asked == ["portal.example:443"] * 3
    assert doctor.code == 0, doctor.out
    found = {row["step"]: row for row in doctor.json}
    assert found["tls"]["verdict"] == "ok"
    assert proxy.url.removeprefix("http://") in found["proxy"]["detail"]


def test_the_environment_names_a_proxy_and_spares_hosts(
    oint: Console, tls: Tls, monkeypatch: pytest.MonkeyPatch
) -> None:
    argv = ["call", "profile", "--url", PORTAL, "--ca-bundle", str(tls.ca), "--retries", "0"]
    with proxying(tls.port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        through = oint(*argv)
        monkeypatch.setenv("NO_PROXY", "other.example,.example")
        past = oint(*argv)
        doctor = oint("doctor", "--url", PORTAL)

    assert (through.code, past.code) == (0, 6)
    assert len(proxy.asked) == 1
    assert doctor.json[3]["step"] == "name"
    assert doctor.json[3]["verdict"] == "fail"


def test_this_machine_is_never_reached_through_a_proxy(
    oint: Console, tls: Tls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    done = oint("call", "profile", "--url", tls.here, "--ca-bundle", str(tls.ca))

    assert done.code == 0


def test_a_proxy_may_want_a_password_which_is_never_shown(oint: Console, tls: Tls) -> None:
    wanted = "Basic " + base64.b64encode(b"user:proxycanary").decode()
    argv = ["--url", PORTAL, "--ca-bundle", str(tls.ca), "--proxy"]
    with proxying(tls.port, wanted) as proxy:
        url = proxy.url.replace("http://", "http://user:proxycanary@")
        ended = [oint("call", "profile", *argv, url), oint("doctor", *argv, url)]
        refused = oint("call", "profile", *argv, proxy.url, "--retries", "0")
        wrong = oint("doctor", *argv, url.replace("user:", "nobody:"))

    assert [done.code for done in (*ended, refused, wrong)] == [0, 0, 6, 6]
    assert "407" in wrong.out
    for done in (*ended, refused, wrong):
        assert "proxycanary" not in done.out + done.err


def test_login_and_renewal_take_the_same_way(oint: Console, tls: Tls) -> None:
    register(tls.running.server.portal)
    code = _code(tls)
    oint.env["OINT_B24_CLIENT_SECRET"] = SECRET
    with proxying(tls.port) as proxy:
        done = oint(
            "login", "portal.example", "--client-id", CLIENT, "--paste", "--server",
            "portal.example", "--proxy", proxy.url, "--ca-bundle", str(tls.ca), stdin=f"{code}\n",
        )  # fmt: skip
        expire(tls.running.server.portal)
        called = oint("call", "profile", "--profile", "portal")

    assert done.code == 0, done.err
    assert called.code == 0, called.err
    assert set(proxy.asked) == {"portal.example:443"}
    assert tls.running.server.portal.store.count(TOKEN) == 2


def doctor_of(oint: Console, *argv: str) -> tuple[str, str]:
    """Return the step that failed and what is said of it."""
    done = oint("doctor", *argv)
    failed = next(row for row in done.json if row["verdict"] == "fail")
    assert (done.code, bool(failed["remedy"])) == (6, True)
    return failed["step"], failed["detail"]


def test_the_doctor_tells_why_a_connection_is_not_secure(oint: Console, tls: Tls) -> None:
    named = ["--ca-bundle", str(tls.ca)]
    other = tls.here.replace("127.0.0.1", "localhost")
    plain = open_portal(tls.ca.parent / "plain", webhooks={(1, CODE): None})
    step, unknown = doctor_of(oint, "--url", tls.here)
    _, misnamed = doctor_of(oint, "--url", other, *named)
    with run(plain) as served:
        here = f"{served.base}/rest/1/{CODE}/".replace("http:", "https:")
        _, bare = doctor_of(oint, "--url", here, *named)

    assert step == "tls"
    assert "нельзя доверять" in unknown
    assert "другое имя" in misnamed
    assert "не по TLS" in bare


def test_the_doctor_tells_that_it_is_the_proxy_that_does_not_answer(oint: Console) -> None:
    step, detail = doctor_of(oint, "--url", PORTAL, "--proxy", "http://127.0.0.1:9")

    assert (step, detail.split(":")[0]) == ("tcp", "прокси 127.0.0.1")


def _code(tls: Tls) -> str:
    """Return a code, made on the portal itself."""
    portal = tls.running.server.portal
    with portal.store.transaction():
        app = app_of(portal.store, CLIENT)
        assert app is not None
        return _new_code(portal, app, "1")
