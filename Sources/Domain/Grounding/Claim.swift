/// Something that a text states and that may be wrong: a price, a day, a name, a promise.
package struct Claim: Equatable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case price, percentage, discount, date, time, quantity, name, link, email, phone, address, promise
        /// What nothing could bear out: words for the salesperson alone.
        case `internal`
        /// What no message that is fit to be sent has in it.
        case gap, markup, machine, length
        /// What the readers of claims do not understand.
        case language

        package var isFlaw: Bool { [.gap, .markup, .machine, .length].contains(self) }
        /// Whether it states something that facts may carry.
        package var isClaim: Bool { self != .internal && self != .language && !isFlaw }
    }

    package var kind: Kind
    /// As it stands in the text.
    package var phrase: String
    /// In bytes of the text's UTF-8.
    package var range: Range<Int>
    /// The same in tokens.
    var places: Range<Int>
    var value: ClaimValue
}

/// What a claim says, so that two spellings of the same can be compared.
enum ClaimValue: Equatable, Sendable {
    /// An amount in thousandths, with every value that its spelling may have (1.234 is one thousand or one); the ISO codes
    /// that its currency may stand for, none where it is not said; and for what it is, such as `month`, empty where not said.
    case amount([Int64], currencies: Set<String>, per: String)
    /// In thousandths of a percent.
    case percent([Int64])
    /// In thousandths, and the stem of what is counted; empty where nothing is named.
    case count([Int64], unit: String)
    /// Each of the days or spans of days that may be meant, as day numbers.
    case days([ClosedRange<Int64>])
    /// Something that is to happen today.
    case dueToday(Int64)
    /// In minutes after midnight.
    case minute(Int)
    /// The stems of a name's words; the first may belong to the sentence where the name begins one.
    case name([String], mayDropFirst: Bool)
    /// An address, a link or the key of a promise, in the one spelling that is compared.
    case text(String)
}

/// A claim that no fact carries.
package struct UncarriedClaim: Equatable, Sendable {
    package var kind: Claim.Kind
    /// As it stands in the text.
    package var phrase: String
    /// In bytes of the text's UTF-8.
    package var range: Range<Int>
    /// One sentence: what is not borne out.
    package var reason: String

    package init(kind: Claim.Kind, phrase: String, range: Range<Int>, reason: String) {
        self.kind = kind
        self.phrase = phrase
        self.range = range
        self.reason = reason
    }

    init(_ claim: Claim, reason: String) {
        self.init(kind: claim.kind, phrase: claim.phrase, range: claim.range, reason: reason)
    }
}
