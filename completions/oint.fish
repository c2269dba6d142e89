# fish completion for oint; install:
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
