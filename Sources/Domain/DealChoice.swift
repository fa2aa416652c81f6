/// Which of a person's deals a question is about.
package struct DealChoice: Equatable, Sendable {
    /// A bound of the amount, in minor units by how many digits a currency has behind the point.
    package struct Bound: Equatable, Sendable {
        /// `>`, `>=`, `<` or `<=`.
        package enum Sign: String, Sendable {
            case over = ">", atLeast = ">=", under = "<", atMost = "<="
        }

        package var sign: Sign
        package var withoutDigits: Int64
        package var withTwo: Int64
        package var withThree: Int64

        package init(_ sign: Sign, withoutDigits: Int64, withTwo: Int64, withThree: Int64) {
            self.sign = sign
            self.withoutDigits = withoutDigits
            self.withTwo = withTwo
            self.withThree = withThree
        }
    }

    package enum Order: Sendable {
        case latest, closing, biggest, smallest
    }

    /// By what deals are added up.
    package enum Grouping: Sendable {
        case product, customer
    }

    /// Nil for all.
    package var status: String?
    package var bounds: [Bound] = []
    /// ISO 4217; nil for any.
    package var currency: String?
    package var closesFrom: LocalDate?
    package var closesThrough: LocalDate?
    /// When it was won or lost: from the first instant, before the second.
    package var closedWithin: Range<Timestamp>?
    /// The customers' names; those of contacts are known by the contact too.
    package var customers: [String] = []
    package var contacts: [Int64] = []
    /// Parts of words that the product has, each; empty for any.
    package var products: [String] = []
    package var order = Order.latest
    /// Of each currency where the order is by amount.
    package var limit = usualLimit
    /// The currencies with none and with three digits behind the point; all others have two.
    package var withoutDigits: [String] = []
    package var withThreeDigits: [String] = []

    package static let usualLimit: Int64 = 9

    package init(status: String?) { self.status = status }
}
