#!/bin/sh
# Exports a list into a file of its own every night, and forgets old ones. For cron:
#
#   17 3 * * *  OINT_B24_PROFILE=prod /usr/local/bin/nightly-export.sh crm.deal.list
#
# The portal and credential come from the environment or the default profile. The exit code is
# that of `oint`: 6 and 7 (network, limits) are worth another try, the others need a person.
set -eu
method=${1:?name the method of a list, such as crm.deal.list}
folder=${OINT_EXPORT_FOLDER:-.}
keep=${OINT_EXPORT_KEEP:-30}

mkdir -p "$folder"
target=$folder/$method-$(date +%F).ndjson
# --resume goes on where an earlier try of this night was cut.
oint export "$method" "$target" --resume --quiet
# Its own folder alone, and what nights that failed have left there, too.
find "$folder" -maxdepth 1 -type f -name "$method-*.ndjson*" -mtime "+$keep" -exec rm -f {} +
printf '%s\n' "$target"
