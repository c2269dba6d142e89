# bash completion for oint; install:
#   oint completion bash > ~/.local/share/bash-completion/completions/oint
_oint() {
    local cur words cword prev lines line directive=''
    if declare -F _get_comp_words_by_ref >/dev/null; then
        _get_comp_words_by_ref -n =: cur words cword prev
    else
        words=("${COMP_WORDS[@]}") cword=$COMP_CWORD cur=${COMP_WORDS[COMP_CWORD]}
    fi
    COMPREPLY=()
    local IFS=$'\n'
    lines=($("${words[0]}" __complete "${words[@]:1:cword}" 2>/dev/null))
    for line in "${lines[@]}"; do
        case $line in
            :files) directive=files ;;
            :nospace) compopt -o nospace 2>/dev/null ;;
            *) COMPREPLY+=("${line%%$'\t'*}") ;;
        esac
    done
    if [[ $directive == files ]]; then
        local name=${cur#*=}
        compopt -o filenames 2>/dev/null
        COMPREPLY=($(compgen -f -- "$name"))
    elif declare -F __ltrim_colon_completions >/dev/null; then
        # readline splits words at = and :, so the part before them is not repeated.
        [[ $cur == *=* && ${COMP_WORDS[COMP_CWORD]} != *=* ]] && COMPREPLY=("${COMPREPLY[@]#*=}")
        __ltrim_colon_completions "$cur"
    elif [[ $COMP_WORDBREAKS == *=* && ${COMP_WORDS[COMP_CWORD]} != --*=* ]]; then
        COMPREPLY=("${COMPREPLY[@]#--*=}")
    fi
}
complete -F _oint oint oint-b24
