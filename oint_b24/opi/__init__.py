"""The mirror of `oint bitrix24`: commands as data, and how their options become a request."""
