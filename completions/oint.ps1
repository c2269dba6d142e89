# PowerShell completion for oint; install: oint completion powershell >> $PROFILE
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
