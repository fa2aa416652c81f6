extension PriceList {
    /// List prices without discounts. `LLM_PRICES` names a file with others: prices change, and contracts differ.
    package static let builtIn = PriceList(
        date: LocalDate(year: 2025, month: 10, day: 15),
        [
            ModelPrice("openai", "gpt-4o", input: 2500, output: 10_000),
            ModelPrice("openai", "gpt-4o-2024-05-13", input: 5000, output: 15_000),
            ModelPrice("openai", "gpt-4o-mini", input: 150, output: 600),
            ModelPrice("openai", "gpt-4.1", input: 2000, output: 8000),
            ModelPrice("openai", "gpt-4.1-mini", input: 400, output: 1600),
            ModelPrice("openai", "gpt-4.1-nano", input: 100, output: 400),
            ModelPrice("openai", "gpt-5", input: 1250, output: 10_000),
            ModelPrice("openai", "gpt-5-mini", input: 250, output: 2000),
            ModelPrice("openai", "gpt-5-nano", input: 50, output: 400),
            ModelPrice("openai", "o3", input: 2000, output: 8000),
            ModelPrice("openai", "o3-mini", input: 1100, output: 4400),
            ModelPrice("openai", "o4-mini", input: 1100, output: 4400),
            ModelPrice("anthropic", "claude-opus-4-1", input: 15_000, output: 75_000),
            ModelPrice("anthropic", "claude-sonnet-4", input: 3000, output: 15_000),
            ModelPrice("anthropic", "claude-sonnet-4-5", input: 3000, output: 15_000),
            ModelPrice("anthropic", "claude-haiku-4-5", input: 1000, output: 5000),
            ModelPrice("anthropic", "claude-3-5-haiku", input: 800, output: 4000),
            ModelPrice("gemini", "gemini-2.5-pro", input: 1250, output: 10_000),
            ModelPrice("gemini", "gemini-2.5-flash", input: 300, output: 2500),
            ModelPrice("gemini", "gemini-2.5-flash-lite", input: 100, output: 400),
            ModelPrice("gemini", "gemini-2.0-flash", input: 100, output: 400),
        ])
}
