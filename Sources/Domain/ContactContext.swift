/// All that a message to one contact may draw on: what its salesperson tells everybody about the business, and the contact's own
/// records.
///
/// Nothing of another contact is in it, and nothing of the salesperson's own: no targets, no goals, no tasks for others.
package struct ContactContext: Equatable, Sendable {
    /// The salesperson who looks after the contact, and in whose name is written.
    package var person: Person
    /// The salesperson's name; empty where none was given.
    package var sender: String { didSet { madeOfProfile = MadeOfProfile() } }
    /// The day in the workspace's time zone.
    package var today: LocalDate { didSet { madeOfProfile = MadeOfProfile() } }
    /// Without its daily goal; nil until the salesperson has described the business.
    package var profile: BusinessProfile? { didSet { madeOfProfile = MadeOfProfile() } }
    /// What is made of these three. The contacts of one salesperson that are read together share it.
    package private(set) var madeOfProfile: MadeOfProfile
    package var contact: ContactFact
    /// With the contact: open ones first, by the day on which a decision is expected. Why one was lost is left out.
    package var deals: [DealFact]
    /// Pending, from today on, the next one first.
    package var tasks: [ContactTask]
    /// Written to the contact or by it, newest first, drafts and rejected ones included.
    package var messages: [ContactMessage]
    /// Of the catalogue, those that the contact's deals are about first.
    package var products: [ProductFact]

    package init(
        person: Person, sender: String = "", today: LocalDate, profile: BusinessProfile? = nil, madeOfProfile: MadeOfProfile = MadeOfProfile(),
        contact: ContactFact, deals: [DealFact] = [], tasks: [ContactTask] = [], messages: [ContactMessage] = [], products: [ProductFact] = []
    ) {
        self.person = person
        self.sender = sender
        self.today = today
        self.profile = profile
        self.madeOfProfile = madeOfProfile
        self.contact = contact
        self.deals = deals
        self.tasks = tasks
        self.messages = messages
        self.products = products
    }
}

/// The words in which messages to contacts are told of the salesperson's business.
package struct MadeOfProfile: Equatable, Sendable {
    /// For a prompt.
    package let lines = Kept<String>()
    /// For comparing claims with it.
    package let fact = Kept<Fact>()

    package init() {}
}

/// Something that is to be done with or for a contact.
package struct ContactTask: Equatable, Sendable {
    package var id: Int64
    /// `todo`, `call`, `meeting`, `email` or `visit`.
    package var kind: String
    /// As the salesperson worded it, for nobody else to read.
    package var title: String
    package var dueDate: LocalDate

    package init(id: Int64, kind: String, title: String, dueDate: LocalDate) {
        self.id = id
        self.kind = kind
        self.title = title
        self.dueDate = dueDate
    }

    /// Whether the contact takes part in it.
    package var isAppointment: Bool { ["call", "meeting", "visit"].contains(kind) }
}

/// A message to a contact, or from it.
package struct ContactMessage: Equatable, Sendable {
    package var id: Int64
    package var isInbound: Bool
    /// False for a draft and for one that was rejected: the contact does not know of it.
    package var isSent: Bool
    package var body: String
    /// In the workspace's time zone.
    package var day: LocalDate

    package init(id: Int64, isInbound: Bool, isSent: Bool = true, body: String, day: LocalDate) {
        self.id = id
        self.isInbound = isInbound
        self.isSent = isSent
        self.body = body
        self.day = day
    }
}
