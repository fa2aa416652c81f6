/// A text of a schedule, a trigger or a wait that cannot be read: what is wrong, where, and what would be right.
package struct ScheduleSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where the part in question begins, counted in characters from 1.
    package let column: Int
    package let problem: String
    /// What to write instead.
    package let remedy: String

    /// One sentence: `61 is no minute (column 1): write 0 to 59`.
    package var description: String { "\(problem) (column \(column)): \(remedy)" }
}

/// A part of such a text that knows where it stands in it.
struct ScheduleToken: Equatable {
    let text: String
    /// Counted in characters from 1.
    let column: Int

    /// The parts between white space.
    static func words(of text: String) -> [ScheduleToken] {
        ScheduleToken(text: text, column: 1).parts { $0.isWhitespace }.filter { !$0.text.isEmpty }
    }

    /// The parts between `separator`, empty ones too.
    func split(_ separator: Character) -> [ScheduleToken] { parts { $0 == separator } }

    /// Without its last `count` characters.
    func dropLast(_ count: Int) -> ScheduleToken { ScheduleToken(text: String(text.dropLast(count)), column: column) }

    /// Without its first `count` characters.
    func dropFirst(_ count: Int) -> ScheduleToken { ScheduleToken(text: String(text.dropFirst(count)), column: column + count) }

    func error(_ problem: String, _ remedy: String) -> ScheduleSyntaxError {
        ScheduleSyntaxError(column: column, problem: problem, remedy: remedy)
    }

    /// The text as errors show it.
    var quoted: String { "\"\(text)\"" }

    /// A number of ASCII digits, at most nine of them.
    var number: Int? {
        (1...9).contains(text.utf8.count) && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
    }

    private func parts(where isSeparator: (Character) -> Bool) -> [ScheduleToken] {
        var found: [ScheduleToken] = []
        var (part, start) = ("", column)
        for (offset, character) in text.enumerated() {
            guard isSeparator(character) else {
                part.append(character)
                continue
            }
            found.append(ScheduleToken(text: part, column: start))
            (part, start) = ("", column + offset + 1)
        }
        return found + [ScheduleToken(text: part, column: start)]
    }
}
