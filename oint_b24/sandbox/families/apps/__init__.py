"""What applications register in a portal: handlers, placements, automation rules, providers."""
