import Domain

/// How much of the message may have been said to its reader before: the share of its runs of four words that occur in one
/// earlier message.
///
/// That is containment of w-shingles, A. Broder, "On the resemblance and containment of documents" (1997).
struct NewRule: EvalRule {
    static let name = "new"
    private let most: Double
    private static let width = 4

    init(_ json: JSONValue) throws(ValidationError) {
        switch json {
        case .boolean(true): most = 0.5
        case .number(let share) where (0...1).contains(share): most = share
        default: throw ValidationError(field: Self.name, "new must be true, or the largest share that may be old, such as 0.3.")
        }
    }

    func verdict(on subject: EvalSubject) -> EvalVerdict {
        let shares = subject.earlier.map { Self.share(of: subject.message.text, in: $0) }
        guard let largest = shares.max() else { return .unscored("Nothing was said before.") }
        return .passed(largest <= most, else: "\(Int((largest * 100).rounded())) % of it was said before.")
    }

    static func share(of text: String, in earlier: String) -> Double {
        let (new, old) = (shingles(text), shingles(earlier))
        return new.isEmpty ? 0 : Double(new.intersection(old).count) / Double(new.count)
    }

    private static func shingles(_ text: String) -> Set<[String]> {
        let words = EvalText.words(text)
        guard words.count >= width else { return words.isEmpty ? [] : [words] }
        return Set((0...(words.count - width)).map { Array(words[$0..<($0 + width)]) })
    }
}
