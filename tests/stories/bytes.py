"""Bytes as the portal gives them back: by the signed address, with no client in between."""

from __future__ import annotations

import urllib.request


def download(url: str) -> bytes:
    """Return what a DOWNLOAD_URL or a public link gives."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        body: bytes = answer.read()
    return body
