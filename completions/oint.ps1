# PowerShell completion for oint; install: oint completion powershell >> $PROFILE
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
