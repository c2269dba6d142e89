# shellcheck shell=bash disable=SC1091
. "${BASH_SOURCE[0]%/*}/oint" 2>/dev/null || . "${BASH_SOURCE[0]%/*}/oint.bash"
