import Domain
import Storage

/// A change that was turned down, as it is wished for instead: the same on another day.
struct AmendedWish {
    let wish: ToolWish

    /// Nil where the words are no day, or the change has none.
    ///
    /// - Throws: `StoreError`.
    init?(of wishes: [ToolWish], as words: String, _ bench: ToolBench) async throws {
        guard wishes.count == 1, let tool = ToolCatalog.changing(wishes[0].tool), let argument = tool.dayArgument,
            let spoken = Self.day(in: words, today: bench.today), var arguments = JSONReader.object(wishes[0].arguments)
        else { return nil }
        arguments[argument] = .string(spoken.day.description)
        if case .string(let title)? = arguments["title"], !spoken.rest.isEmpty { arguments["title"] = .string("\(title) \(spoken.rest)") }
        do {
            wish = try await ToolCalls.wish(tool, arguments, bench)
        } catch {
            guard ToolFault(error) != nil else { throw error }
            return nil
        }
    }

    /// The day that the words are, perhaps with a time; nil where they are more.
    static func day(in words: String, today: LocalDate) -> SpokenDay? {
        guard words.utf8.count <= 64, let spoken = SpokenDay(endOf: words, today: today) ?? SpokenDay(endOf: "on \(words)", today: today) else {
            return nil
        }
        return spoken.before.isEmpty ? spoken : nil
    }
}
