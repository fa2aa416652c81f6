import Domain
import Foundation

/// Takes out the block `<think>…</think>` with which models that reason begin their answer where their server leaves it there.
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

    /// An answer as a whole; empty where its thought has no end.
    static func removed(from text: String) -> String {
        var thought = LeadingThought()
        return thought.passing(text) + thought.rest()
    }

    /// What of the next words is the answer.
    mutating func passing(_ words: String) -> String {
        if state == .over { return words }
        held += words
        if state == .open { open() }
        if state == .inside { close() }
        if state == .behind {
            held = String(held.unicodeScalars.drop { $0.isWhiteSpace })
            if !held.isEmpty { state = .over }
        }
        return state == .over ? taken() : ""
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
            state = .behind
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
