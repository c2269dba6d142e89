"""The command line for Bitrix24, and the client library it is made of."""

from __future__ import annotations

# Not of `typing`: loading it would double the time of `--version`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from oint_b24.bulk.library import Portal
    from oint_b24.errors import Problem

__version__ = "0.1.0"
__all__ = ["Portal", "Problem", "__version__"]


def __getattr__(name: str) -> object:
    """Load the public names when first asked for: `--version` must not pay for them."""
    if name == "Portal":
        from oint_b24.bulk.library import Portal

        return Portal
    if name == "Problem":
        from oint_b24.errors import Problem

        return Problem
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
