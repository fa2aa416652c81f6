import Domain

/// How many words the message may have.
struct WordsRule: EvalRule {
    static let name = "words"
    private let allowed: ClosedRange<Int>

    init(_ json: JSONValue) throws(ValidationError) { allowed = try json.range(Self.name) }

    func verdict(on subject: EvalSubject) -> EvalVerdict {
        let count = EvalText.words(subject.message.text).count
        return .passed(allowed.contains(count), else: "It has \(count) words, not \(allowed.lowerBound) to \(allowed.upperBound).")
    }
}
