import Domain
import Synchronization

/// What runs on request have written to a person and may not have on record yet: of two at the same time neither finds the other's
/// message there, so both might say the same.
///
/// Of this process alone. On several instances two may still choose the same words in the same moment: to rule that out too, every
/// run would have to wait for its person's lock in the database.
final class WordsInHand: Sendable {
    private struct Hand {
        var runs = 0
        /// The latest last.
        var texts: [String] = []
    }

    private let hands = Mutex<[Person: Hand]>([:])
    /// More runs for one person at once are told apart by chance.
    private static let most = 32

    /// Before a run reads what was said; `end` follows once its message is on record.
    func begin(_ person: Person) { hands.withLock { $0[person, default: Hand()].runs += 1 } }

    func end(_ person: Person) {
        hands.withLock { hands in
            guard let hand = hands[person] else { return }
            // What the others have read may be older than this message.
            if hand.runs > 1 { hands[person]?.runs -= 1 } else { hands[person] = nil }
        }
    }

    /// Empty where the text is new; otherwise what others have written meanwhile, this text too.
    func take(_ text: String, for person: Person) -> [String] {
        hands.withLock { hands in
            guard let texts = hands[person]?.texts else { return [] }
            if texts.contains(text) { return texts }
            hands[person]?.texts = texts.suffix(Self.most - 1) + [text]
            return []
        }
    }
}
