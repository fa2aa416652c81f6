/// The stage or status of a deal in another system's words: `Closed Won (Sales Pipeline)`, `Contract sent`.
struct DealStage {
    private let folded: String
    /// Without what stands in brackets at its end, which may name the pipeline.
    private let bare: String?
    private let words: Set<String>

    init(_ text: String) {
        folded = foldedHeader(text)
        bare = text.hasSuffix(")") ? foldedHeader(String(text.prefix { $0 != "(" })) : nil
        words = Set(text.split { !$0.isLetter }.map { foldedHeader(String($0)) })
    }

    /// Nil where the words tell none.
    var status: String? {
        if let known = Self.statuses[folded] { return known }
        let ends = words.contains("not") ? [] : ["won", "lost"].filter(words.contains)
        if ends.count == 1 { return ends[0] }
        // How a deal ended is not told by what stands before the brackets alone: "Closed (no decision)".
        return ends.isEmpty && bare.flatMap { Self.statuses[$0] } == "open" ? "open" : nil
    }

    private static let statuses = ImportKind.words([
        "open": "open pending new active inprogress ongoing negotiation proposal qualified",
        "won": "won closed closedwon success successful sold complete completed",
        "lost": "lost closedlost failed rejected declined dead cancelled canceled",
    ])
}
