import Synchronization

/// Texts of statements that differ by the columns they name only, alone and for several callers: each is made once, as making one costs
/// more than what is left of a small write.
///
/// For columns that our own lists of fields name, so that there are few of them.
final class StatementTexts: Sendable {
    struct Texts: Sendable {
        var own: String
        var joint: JointForm
    }

    private let texts = Mutex<[[String]: Texts]>([:])

    func texts(naming columns: [String], _ make: ([String]) -> Texts) -> Texts {
        if let known = texts.withLock({ $0[columns] }) { return known }
        let made = make(columns)
        // Of two that were made at once the one that is kept: statements are joined that have the very same form.
        return texts.withLock { texts in
            let kept = texts[columns] ?? made
            texts[columns] = kept
            return kept
        }
    }
}
