"""`oint completion SHELL`: prints the script that teaches a shell to complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.cli.tree import Command
from oint_b24.errors import Exit, UsageProblem
from oint_b24.names import nearest
from oint_b24.text import LANGUAGES, text

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation, Texts

_BASH = r"""# bash completion for oint; install:
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
"""
_ZSH = r"""#compdef oint oint-b24
# zsh completion for oint; install: oint completion zsh > a directory of $fpath, as _oint
_oint() {
    local -a lines values shown options
    local line value about
    lines=("${(@f)$(${words[1]} __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    for line in "${lines[@]}"; do
        case $line in
            :files)
                [[ $PREFIX == --*=* ]] && compset -P '*='
                _files
                return
                ;;
            :nospace) options=(-S '') ;;
            '') ;;
            *)
                value=${line%%$'\t'*}
                about=${line#*$'\t'}
                [[ $about == $line ]] && about=''
                values+=("$value")
                shown+=("$value${about:+  -- $about}")
                ;;
        esac
    done
    (( ${#values} )) || return 1
    # -U: the program has matched already, in any case and with е for ё.
    compadd -U -V oint -l -d shown $options -- "${values[@]}"
}
if [[ $funcstack[1] == _oint ]]; then _oint "$@"; else compdef _oint oint oint-b24; fi
"""
_FISH = r"""# fish completion for oint; install:
#   oint completion fish > ~/.config/fish/completions/oint.fish
function __oint_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l lines ($words[1] __complete $words[2..-1] 2>/dev/null)
    for line in $lines
        switch $line
            case ':files'
                __fish_complete_path (string replace -r '^--[^=]*=' '' -- (commandline -ct))
            case ':nospace'
            case '*'
                echo $line
        end
    end
end
complete -c oint -f -a '(__oint_complete)'
complete -c oint-b24 -f -a '(__oint_complete)'
"""
_POWERSHELL = r"""# PowerShell completion for oint; install: oint completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName oint, oint-b24 -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
    $program = $words[0]
    $rest = @($words | Select-Object -Skip 1)
    if ($wordToComplete -eq '') { $rest += '' }
    # Without this, Cyrillic arrives in the console's code page.
    $before = [Console]::OutputEncoding
    [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
    try { $lines = & $program __complete @rest 2>$null }
    finally { [Console]::OutputEncoding = $before }
    foreach ($line in $lines) {
        if ($line -eq ':files') { return $null }
        if ($line -eq ':nospace') { continue }
        $value, $about = $line -split "`t", 2
        if (-not $about) { $about = $value }
        $kind = 'ParameterValue'
        [System.Management.Automation.CompletionResult]::new($value, $value, $kind, $about)
    }
}
"""
SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH, "powershell": _POWERSHELL}


def script(shell: str) -> str:
    """Return the completion script of `shell`."""
    return SCRIPTS[shell]


def command() -> Command:
    """Return the command `completion`."""
    return Command(
        name="completion",
        about=_texts("completion.about"),
        run=_run,
        arguments="bash|zsh|fish|powershell",
        takes=(1, 1),
        examples=(_texts("completion.example"),),
        help_when_bare=True,
    )


def _texts(key: str) -> Texts:
    return {lang: text(key, lang) for lang in LANGUAGES}


def _run(invocation: Invocation) -> int:
    shell = invocation.arguments[0].lower()
    if shell not in SCRIPTS:
        near = ", ".join(nearest(shell, SCRIPTS)) or ", ".join(SCRIPTS)
        raise UsageProblem("completion.unknown", shell=shell, near=near)
    invocation.world.write(script(shell))
    return Exit.OK
