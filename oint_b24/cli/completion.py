"""`oint completion SHELL`: prints the script that teaches a shell to complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.cli.tree import Command
from oint_b24.errors import Exit, UsageProblem
from oint_b24.names import nearest
from oint_b24.text import texts

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation

_BASH = r"""# bash completion for oint; install:
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
"""
_ZSH = r"""#compdef oint oint-b24
# zsh completion for oint; install: oint completion zsh > a directory of $fpath, as _oint
_oint() {
    local -a lines whole unfinished
    local line value row program=${~words[1]}
    [[ $program == */* ]] || (( $+commands[$program] )) || program=oint # an alias
    lines=("${(@f)$($program __complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    for line in "${lines[@]}"; do
        value=${line%%$'\t'*}
        row=${value//(#m)[:\\]/\\$MATCH}
        [[ $line == *$'\t'* ]] && row+=:${line#*$'\t'}
        case $value in
            :files)
                value=${line#*$'\t'}
                [[ -n $value ]] && compset -P 1 "*${value[-1]}"
                _files
                return
                ;;
            '') ;;
            *[=.\[]) unfinished+=("$row") ;;
            *) whole+=("$row") ;;
        esac
    done
    # -U: the program has matched already, in any case and with е for ё.
    _describe -V oint whole -U -- unfinished -U -S ''
}
if [[ $funcstack[1] == _oint ]]; then _oint "$@"; else compdef _oint oint oint-b24; fi
"""
_FISH = r"""# fish completion for oint; install:
#   oint completion fish > ~/.config/fish/completions/oint.fish
function __oint_complete
    set -l words (commandline -opc)
    set -l program $words[1]
    type -q -- $program; or set program oint
    $program __complete --token=(commandline -ct | string collect) $words[2..-1] 2>/dev/null |
        while read -l line
            if string match -q -- ':files*' $line
                set -l before (string split -m 1 \t -- $line)[2]
                set -l typed (string unescape -- (commandline -ct); or commandline -ct)
                set -l name (string sub -s (math 1 + (string length -- $before)) -- $typed)
                for file in (__fish_complete_path "$name")
                    echo $before$file
                end
            else
                echo $line
            end
        end
end
complete -c oint -f -k -a '(__oint_complete)'
complete -c oint-b24 -f -k -a '(__oint_complete)'
"""
_POWERSHELL = r"""# PowerShell completion for oint; install: oint completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName oint, oint-b24 -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    # Double quotes in arguments are lost before version 7.3, and so are empty ones.
    $token = "$wordToComplete".Trim('"', "'").Replace('"', '')
    $elements = @($commandAst.CommandElements)
    $words = @($elements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($null -ne $_.Value) { "$($_.Value)" } else { $_.Extent.Text } } |
        ForEach-Object { $_.Replace('"', '') })
    $program = $elements[0].Extent.Text.Trim('"', "'")
    if (-not (Get-Command -CommandType Application -ErrorAction Ignore $program)) {
        $program = 'oint'
    }
    # Without this, Cyrillic arrives in the console's code page.
    $before = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $lines = @(& $program __complete "--token=$token" @words 2>$null)
    }
    finally { [Console]::OutputEncoding = $before }
    foreach ($line in $lines) {
        $value, $about = $line -split "`t", 2
        if ($value -eq ':files') {
            $name = $token.Substring([Math]::Min($about.Length, $token.Length))
            $files = [Management.Automation.CompletionCompleters]::CompleteFilename($name)
            foreach ($file in $files) {
                $path = "$about$($file.CompletionText)"
                [Management.Automation.CompletionResult]::new(
                    $path, $file.ListItemText, $file.ResultType, $file.ToolTip)
            }
            continue
        }
        if (-not $about) { $about = $value }
        $text = $value
        if ($value -match '[^\w\-./:=+]') { $text = "'" + $value.Replace("'", "''") + "'" }
        [Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $about)
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
        about=texts("completion.about"),
        run=_run,
        arguments="bash|zsh|fish|powershell",
        takes=(1, 1),
        examples=(texts("completion.example"),),
        help_when_bare=True,
    )


def _run(invocation: Invocation) -> int:
    shell = invocation.arguments[0].lower()
    if shell not in SCRIPTS:
        near = ", ".join(nearest(shell, SCRIPTS)) or ", ".join(SCRIPTS)
        raise UsageProblem("completion.unknown", shell=shell, near=near)
    invocation.world.write(script(shell))
    return Exit.OK
