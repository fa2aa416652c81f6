/// What a reading tool found: lines of data, each of which begins with what it is and its id.
struct ToolFindings: Equatable, Sendable {
    /// How many rows a tool gives at most.
    static let most = 20
    static let fence = PromptFence(name: "found")

    /// What was looked for, in our words: `Tasks`.
    var title: String
    var lines: [String]
    /// Whether there is more than the lines say.
    var hasMore = false

    init(_ title: String, _ lines: [String]) {
        self.title = title
        self.lines = Array(lines.prefix(Self.most))
        hasMore = lines.count > Self.most
    }

    /// For the model. Whatever people typed stands inside the fence, on lines of its own.
    var text: String {
        guard !lines.isEmpty else { return "\(title): none." }
        let more = hasMore ? "\nThere are more: ask more narrowly." : ""
        return "\(title):\n\(Self.fence.around(lines.joined(separator: "\n")))\(more)"
    }
}
