import Domain
import Storage

/// How a change is told to the person who is to confirm it: our words, and what people typed in quotation marks.
enum ToolWords {
    static func quoted(_ text: String, _ limit: Int = 120) -> String { "“\(PromptText.line(text, limit: limit))”" }

    static func contact(_ values: Table.Values) -> String {
        "\(quoted(values.text("name"), 80)) (contact \(values.integer("id")))"
    }

    /// `, due Tuesday 3 March 2026`; empty for no day.
    static func due(_ day: LocalDate?) -> String { day.map { ", due \(DayText.long($0)) \($0.year)" } ?? "" }
}
