/// Lines of a prompt, written piece by piece into one text: with a string for each line and each list most of the work would be
/// copying.
struct PromptLines {
    private(set) var text = ""
    private var isBehindPart = false

    init() { text.reserveCapacity(4096) }

    /// Begins a line.
    mutating func begin(_ opening: String) {
        if !text.isEmpty { text.append("\n") }
        text.append(opening)
        isBehindPart = false
    }

    /// Goes on in the line.
    mutating func add(_ piece: String) { text.append(piece) }

    /// Goes on with one of several parts, between which commas stand; empty ones are left out.
    mutating func add(part: String, named name: String = "") {
        guard !part.isEmpty else { return }
        if isBehindPart { text.append(", ") }
        text.append(name)
        text.append(part)
        isBehindPart = true
    }

    /// A title, and a line `- …` for each fact that is shown; beyond `limit` the last line tells how many are left out.
    ///
    /// - Parameter line: writes what follows the dash.
    mutating func section<Fact>(
        _ title: String, _ facts: [Fact], limit: Int, of tally: Tally? = nil, _ line: (Fact, inout PromptLines) -> Void
    ) {
        begin(title)
        guard !facts.isEmpty else { return add(tally.map { !$0.isNone } == true ? ": not shown here" : ": none") }
        add(":")
        let (shown, rest) = Wording.shown(of: facts.count, limit: limit, tally)
        for fact in facts.prefix(shown) {
            begin("- ")
            line(fact, &self)
        }
        if !rest.isEmpty {
            begin("- and ")
            add(rest)
        }
    }
}
