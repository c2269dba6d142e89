"""The REST reference: what each method takes and answers, known without asking a portal."""
