/// The smallest part of a filter's text that means something.
struct FilterToken: Equatable {
    enum Kind: Equatable {
        case word
        /// In double quotes; the text without them.
        case text(String)
        case number(Int64)
        case date(LocalDate)
        case symbol
        case end
    }

    var kind: Kind
    /// As it was written; empty at the end.
    var source: String
    /// Of its first character, from 1.
    var position: Int

    /// The word in lower case; nil for anything else.
    var word: String? { kind == .word ? source.lowercased() : nil }

    func isWord(_ word: String) -> Bool { self.word == word }
    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && source == symbol }

    /// For sentences.
    var shown: String {
        guard kind != .end else { return "the end" }
        return source.count <= 40 ? source : "\(source.prefix(40))…"
    }

    func fault(_ message: String) -> FilterError { FilterError(position: position, found: source, message) }
}

/// Words that cannot stand for a text without quotes.
enum FilterWords {
    /// They join and negate conditions: as a text they would hide a missing value.
    static let reserved: Set = ["and", "or", "not", "in", "is"]

    /// Those that printing puts in quotes although reading would take them bare.
    static let quoted: Set = reserved.union([
        "everyone", "exists", "no", "count", "sum", "latest", "earliest", "contains", "starts", "ends", "with", "empty", "today", "now", "true",
        "false",
    ])
}
