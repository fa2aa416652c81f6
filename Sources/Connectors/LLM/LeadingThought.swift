import Domain
import Foundation

/// Takes out the block `<think>…</think>` with which models that reason begin their answer where their server leaves it there.
///
/// Where the template of a model has written `<think>` already, the answer has only its end. That it was a thought shows with this end, so
/// that of a stream the words so far are taken back.
struct LeadingThought {
    private enum State {
        /// Whether there is one is not known yet.
        case open
        case inside
        /// It has ended, and white space may follow.
        case behind
        case over
    }

    private var state = State.open
    /// What came and was not passed on: it may be the beginning of a mark.
    private var held = ""
    /// Whether what was passed on may still turn out to be a thought: no mark has stood in it.
    private var mayBeThought = true
    /// The end of what was passed on, in which a mark may have begun.
    private var last = ""
    /// Whether all that was passed on so far was a thought, as its end has come now.
    private(set) var takesBack = false

    /// An answer as a whole; empty where its thought has no end.
    static func removed(from text: String) -> String {
        var thought = LeadingThought()
        return thought.passing(text) + thought.rest()
    }

    /// What of the next words is the answer.
    mutating func passing(_ words: String) -> String {
        takesBack = false
        if state == .over { return looked(through: words) }
        held += words
        if state == .open { open() }
        if state == .inside { close() }
        if state == .behind {
            held = String(held.unicodeScalars.drop { $0.isWhiteSpace })
            if !held.isEmpty { state = .over }
        }
        return state == .over ? looked(through: taken()) : ""
    }

    /// The words, or what follows the end of a thought in them.
    private mutating func looked(through words: String) -> String {
        guard mayBeThought else { return words }
        let text = last + words
        guard !text.hasNoByte({ $0 == UInt8(ascii: "<") ? 1 : 0 }) else {
            last = ""
            return words
        }
        let opening = text.range(of: Self.opening)
        guard let end = text.range(of: Self.closing), opening.map({ end.lowerBound < $0.lowerBound }) ?? true else {
            mayBeThought = opening == nil
            last = mayBeThought ? String(text.unicodeScalars.suffix(Self.closing.utf8.count - 1)) : ""
            return words
        }
        (mayBeThought, takesBack, state) = (false, true, .behind)
        let rest = text[end.upperBound...].unicodeScalars.drop { $0.isWhiteSpace }
        if !rest.isEmpty { state = .over }
        return String(rest)
    }

    /// What is left when nothing follows.
    mutating func rest() -> String { state == .open ? taken() : "" }

    private mutating func open() {
        let beginning = Substring(held.unicodeScalars.drop { $0.isWhiteSpace })
        if beginning.utf8.starts(with: Self.opening.utf8) {
            held = String(beginning.unicodeScalars.dropFirst(Self.opening.utf8.count))
            state = .inside
        } else if !Self.opening.utf8.starts(with: beginning.utf8) {
            state = .over
        }
    }

    private mutating func close() {
        if let end = held.range(of: Self.closing) {
            held = String(held[end.upperBound...])
            (state, mayBeThought) = (.behind, false)
        } else {
            held = String(held.unicodeScalars.suffix(Self.closing.utf8.count - 1))
        }
    }

    private mutating func taken() -> String {
        defer { held = "" }
        return held
    }

    private static let opening = "<think>"
    private static let closing = "</think>"
}
