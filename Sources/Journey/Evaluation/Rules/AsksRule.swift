import Domain

/// How many sentences ask the reader for something: questions, and requests in English or German.
struct AsksRule: EvalRule {
    static let name = "asks"
    private let allowed: ClosedRange<Int>

    init(_ json: JSONValue) throws(ValidationError) { allowed = try json.range(Self.name) }

    func verdict(on subject: EvalSubject) -> EvalVerdict {
        let count = EvalText.sentences(subject.message.text).count(where: Self.asks)
        return .passed(allowed.contains(count), else: "It asks \(count) times, not \(allowed.lowerBound) to \(allowed.upperBound).")
    }

    private static func asks(_ sentence: String) -> Bool {
        let folded = EvalText.folded(sentence)
        return folded.hasSuffix("?") || requests.contains { folded.contains($0) }
    }

    private static let requests = [
        "please", "let me know", "tell me", "reply", "confirm", "just say", "say the word", "say yes", "name a", "name your", "name what", "pick a",
        "i ask", "like to ask", "like to agree", "like to understand", "like to hear", "is welcome", "drop me a line", "holler", "bitte", "sagen sie",
        "sag mir", "melden sie",
    ]
}
