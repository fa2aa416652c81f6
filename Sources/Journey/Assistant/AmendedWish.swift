import Domain
import Storage

/// A change that was turned down, as it is wished for instead: the same on another day.
struct AmendedWish {
    let wish: ToolWish

    /// Nil where the words name no day, or the change has none.
    ///
    /// - Throws: `StoreError`.
    init?(of wishes: [ToolWish], as words: String, _ bench: ToolBench) async throws {
        guard wishes.count == 1, let tool = ToolCatalog.changing(wishes[0].tool), let argument = tool.dayArgument,
            let spoken = SpokenDay(endOf: words, today: bench.today), spoken.rest.isEmpty,
            var arguments = JSONReader.object(wishes[0].arguments)
        else { return nil }
        arguments[argument] = .string(spoken.day.description)
        do {
            wish = try await ToolCalls.wish(tool, arguments, bench)
        } catch {
            guard ToolFault(error) != nil else { throw error }
            return nil
        }
    }
}
