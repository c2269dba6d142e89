# bash completion for oint; install:
#   oint completion bash > ~/.local/share/bash-completion/completions/oint
# shellcheck disable=SC2088,SC2207 # a tilde as typed; bash of macOS has no mapfile
_oint() {
    local line program=$1
    [[ $program == '~/'* ]] && program=$HOME/${program:2}
    type -P -- "$program" >/dev/null || program=oint # an alias
    local IFS=$'\n'
    COMPREPLY=()
    while read -r line; do
        case $line in
            # Readline knows best how to quote the names of files.
            :files) compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$2")) ;;
            :files@)
                compopt -o filenames 2>/dev/null
                COMPREPLY=($(compgen -P "${2%"${2#@}"}" -f -- "${2#@}"))
                ;;
            :nospace) compopt -o nospace 2>/dev/null ;;
            *) COMPREPLY+=("$line") ;;
        esac
    done < <("$program" __complete --bash "${COMP_TYPE:-9}" "${COLUMNS:-80}" \
        "$COMP_WORDBREAKS" "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -F _oint oint oint-b24
