#!/bin/sh
# A chat is created over real HTTP on the sandbox portal, then read back.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export OINT_B24_HOME="$home"

say() { printf '\n$ %s\n' "$*"; }

say 'oint bitrix24 СоздатьЧат --profile sandbox --title "Новый чат" --users 10,1 --color GREEN'
oint bitrix24 СоздатьЧат --profile sandbox --title "Новый чат" --users 10,1 --color GREEN \
    > "$home/made.json"
cat "$home/made.json"
chat=$(sed -n 's/^ "result": \([0-9]*\),$/\1/p' "$home/made.json")

say "oint bitrix24 ПолучитьДиалог --profile sandbox --chat chat$chat --result"
oint bitrix24 ПолучитьДиалог --profile sandbox --chat "chat$chat" --result
