/// Something that is known and that a message may draw on, such as a deal or an earlier message.
package struct Fact: Equatable, Sendable {
    package enum Origin: Sendable {
        /// From the business's own records and words.
        case own
        /// The contact wrote it. Nobody grants themselves a price, a discount or a promise.
        case contact
    }

    /// An amount in thousandths of its unit; the currency in ISO 4217, empty where it is not said; and for what it is, such as `month`.
    package struct Amount: Equatable, Sendable {
        package var thousandths: Int64
        package var currency: String
        package var per: String
        /// Whether it is what a whole deal comes to, which goes by other names than its product's too ("the installation").
        package var isTotal: Bool

        package init(thousandths: Int64, currency: String, per: String = "", isTotal: Bool = false) {
            self.thousandths = thousandths
            self.currency = currency
            self.per = per
            self.isTotal = isTotal
        }
    }

    /// Such as `deal:12` or `profile`.
    package var id: String
    package var origin: Origin
    /// What it says; read for claims as a message is.
    package var text: String
    /// The day from which its text counts when it says "tomorrow"; nil for the day of the message.
    package var day: LocalDate?
    package var amounts: [Amount]
    package var dates: [LocalDate]
    /// Names that may be written without stating anything.
    package var names: [String] { didSet { nameWords = Kept() } }
    /// The product whose amounts these are; empty where they are nobody's in particular.
    package var subject: String { didSet { nameWords = Kept() } }
    /// Products that it names without a price.
    package var products: [String]
    /// What of it is for the salesperson alone; empty for nothing.
    package var inner: String
    /// The words of the names and the subject.
    private var nameWords = Kept<[[FoldedWord]]>()

    package init(
        id: String, origin: Origin = .own, text: String, day: LocalDate? = nil, amounts: [Amount] = [], dates: [LocalDate] = [], names: [String] = [],
        subject: String = "", products: [String] = [], inner: String = ""
    ) {
        self.id = id
        self.origin = origin
        self.text = text
        self.day = day
        self.amounts = amounts
        self.dates = dates
        self.names = names
        self.subject = subject
        self.products = products
        self.inner = inner
    }

    var allNames: [String] { subject.isEmpty ? names : names + [subject] }
    var wordsOfNames: [[FoldedWord]] { nameWords.value { KnownNames.words(of: allNames) } }
}
