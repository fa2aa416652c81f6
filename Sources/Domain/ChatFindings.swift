/// What was looked up for the question to be answered, beyond what every message may draw on; nil where the question does not ask for it.
package struct ChatFindings: Equatable, Sendable {
    /// Those whom it names.
    package var cards: [ContactCard]?
    package var deals: DealFinding?
    /// Products of the catalogue.
    package var products: [ProductFact]?
    package var correspondence: Correspondence?
    /// Whether a part of a name, which is all that the message says, may mean one of more contacts than could be told from one another.
    package var manyAreCalledSo = false
    /// Words with which so many names begin that they name nobody by themselves, where the message names somebody by another.
    package var crowdedWords: Set<String> = []
    /// Whether more contacts bear a name that the message says than stand in the context.
    package var moreAreCalledSo = false
    /// How days in figures were read that may be read in two ways: `3/4 as 3 April`.
    package var daysRead: [String] = []
    package var happened: Happenings?
    package var people: PeopleFinding?
    /// How many drafts to the person's contacts wait for a decision.
    package var drafts: Int64?
    /// The agents of the workspace.
    package var agents: [AgentFact]?

    package init() {}
}

/// An agent as it is set up, and when it runs next.
package struct AgentFact: Equatable, Sendable {
    package var type: AgentType
    package var title: String
    package var purpose: String
    /// What makes it run, in words: its schedule, and its trigger where it has one.
    package var times: String
    package var isPaused: Bool
    /// By a clock in its zone; nil where its schedule has no further time.
    package var next: LocalMinute?
    /// The IANA name of its time zone where that is not the workspace's.
    package var zone: String?

    package init(
        type: AgentType, title: String, purpose: String, times: String, isPaused: Bool = false, next: LocalMinute? = nil, zone: String? = nil
    ) {
        self.type = type
        self.title = title
        self.purpose = purpose
        self.times = times
        self.isPaused = isPaused
        self.next = next
        self.zone = zone
    }
}

/// How a contact is reached, and where it stands; empty for what is not recorded.
package struct ContactCard: Equatable, Sendable {
    package var id: Int64
    package var name: String
    package var email: String
    package var phone: String
    package var company: String
    package var stage: String
    /// To messages: `given` or `withdrawn`; empty where nothing is known.
    package var consent: String
    /// Whether its address is one to which nothing is sent.
    package var isSuppressed: Bool

    package init(
        id: Int64, name: String, email: String = "", phone: String = "", company: String = "", stage: String = "", consent: String = "",
        isSuppressed: Bool = false
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.phone = phone
        self.company = company
        self.stage = stage
        self.consent = consent
        self.isSuppressed = isSuppressed
    }
}

/// The deals that a question chooses: all of them in sums, and the first of them.
package struct DealFinding: Equatable, Sendable {
    /// The deals of one currency. What has no amount counts as of the currency that it names.
    package struct Sum: Equatable, Sendable {
        /// ISO 4217; empty where none is recorded.
        package var currency: String
        package var count: Int64
        /// How many of them have an amount.
        package var priced: Int64
        /// In minor units; more than there is room for is nil.
        package var minor: Int64?

        package init(currency: String, count: Int64, priced: Int64, minor: Int64?) {
            self.currency = currency
            self.count = count
            self.priced = priced
            self.minor = minor
        }
    }

    /// The deals of one currency about one product, or with one customer, whose name is empty where none is recorded.
    package struct GroupSum: Equatable, Sendable {
        package var name: String
        package var sum: Sum

        package init(name: String, sum: Sum) {
            self.name = name
            self.sum = sum
        }
    }

    package var sums: [Sum]
    package var deals: [DealFact]
    /// Empty where the question does not ask for products or customers one by one.
    package var groups: [GroupSum] = []
    /// The person's targets, where the question asks for what was sold.
    package var targets: [TargetFact] = []

    package init(sums: [Sum], deals: [DealFact]) {
        self.sums = sums
        self.deals = deals
    }

    package var count: Int64 { sums.reduce(0) { $0 + $1.count } }
    package var unpriced: Int64 { sums.reduce(0) { $0 + $1.count - $1.priced } }
}

/// What has passed between the business and some contacts: the last of each kind.
package struct Correspondence: Equatable, Sendable {
    /// How far a message has come.
    package enum Passage: Sendable {
        case through
        /// Its time is still to come.
        case ahead
        /// Nothing has delivered it, though it may go out.
        case undelivered
    }

    package struct Letter: Equatable, Sendable {
        /// The contact's name.
        package var contact: String
        /// The agent's key, or `NOTE`.
        package var kind: String
        package var subject: String
        package var body: String
        /// In the workspace's time zone.
        package var day: LocalDate
        package var passage: Passage

        package init(contact: String, kind: String, subject: String, body: String, day: LocalDate, passage: Passage) {
            self.contact = contact
            self.kind = kind
            self.subject = subject
            self.body = body
            self.day = day
            self.passage = passage
        }
    }

    package var sent: Letter?
    package var received: Letter?
    package var note: Letter?
    /// How many drafts to them wait for a decision.
    package var drafts: Int64

    package init(sent: Letter? = nil, received: Letter? = nil, note: Letter? = nil, drafts: Int64 = 0) {
        self.sent = sent
        self.received = received
        self.note = note
        self.drafts = drafts
    }
}
