#!/bin/sh
# Tells a chat that a unit of systemd has failed: tell-failure.sh CHAT UNIT
set -eu
chat=${1:?dialog, such as chat42}
unit=${2:?name of the unit}
printf '%s: %s' "$(uname -n)" "$unit" | oint bitrix24 SendMessage --chat "$chat" --text - --output none
