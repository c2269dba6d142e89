# fish completion for oint; install:
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
