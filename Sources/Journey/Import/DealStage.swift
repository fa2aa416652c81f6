/// The stage or status of a deal in another system's words: `Closed Won (Sales Pipeline)`, `Contract sent`.
struct DealStage {
    private let folded: String
    private let words: Set<String>

    /// - Parameter text: what stands in brackets at its end names the pipeline.
    init(_ text: String) {
        let stage = text.hasSuffix(")") ? text.prefix { $0 != "(" } : text[...]
        folded = foldedHeader(String(stage))
        words = Set(stage.split { !$0.isLetter }.map { foldedHeader(String($0)) })
    }

    /// Nil where the words tell none.
    var status: String? {
        if let known = Self.statuses[folded] { return known }
        let ends = words.contains("not") ? [] : ["won", "lost"].filter(words.contains)
        return ends.count == 1 ? ends[0] : nil
    }

    private static let statuses = ImportKind.words([
        "open": "open pending new active inprogress ongoing negotiation proposal qualified",
        "won": "won closed closedwon success successful sold complete completed",
        "lost": "lost closedlost failed rejected declined dead cancelled canceled",
    ])
}
