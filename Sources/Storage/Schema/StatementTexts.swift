import Synchronization

/// Texts of statements that differ by the columns they name only: each is made once, as making one costs more than what is left of a
/// small write.
///
/// For columns that our own lists of fields name, so that there are few of them.
final class StatementTexts: Sendable {
    private let texts = Mutex<[[String]: String]>([:])

    func text(naming columns: [String], _ make: ([String]) -> String) -> String {
        if let known = texts.withLock({ $0[columns] }) { return known }
        let made = make(columns)
        texts.withLock { $0[columns] = made }
        return made
    }
}
