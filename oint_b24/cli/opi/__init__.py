"""`oint bitrix24`: the commands of OPI."""
