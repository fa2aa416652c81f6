/// All that a message to one person may draw on, read at one moment.
package struct PersonContext: Equatable, Sendable {
    package var person: Person
    /// The person's name; empty where none was given.
    package var name: String { didSet { facts = Kept<String>() } }
    /// The day in the workspace's time zone.
    package var today: LocalDate { didSet { facts = Kept<String>() } }
    /// Nil until the person has described the business.
    package var profile: BusinessProfile? { didSet { facts = Kept<String>() } }
    /// Due today and not cancelled, oldest first.
    package var tasksToday: [TaskFact] { didSet { facts = Kept<String>() } }
    /// Still pending though due before today, oldest first.
    package var tasksOverdue: [TaskFact] { didSet { facts = Kept<String>() } }
    /// What was completed today, whenever it was due; the last first.
    package var doneToday: [TaskFact] = [] { didSet { facts = Kept<String>() } }
    /// Some of the contacts: the last changed, customers, and the leads that are near a sale or were not changed for longest; `totals` counts
    /// all. The last changed first.
    package var contacts: [ContactFact] { didSet { facts = Kept<String>() } }
    /// Some of the deals: the last changed first, then of the others the open ones that are to be decided on first, and the last won.
    package var deals: [DealFact] { didSet { facts = Kept<String>() } }
    package var targets: [TargetFact] { didSet { facts = Kept<String>() } }
    /// The last messages of the history, newest first.
    package var messages: [MessageFact]
    package var progress: Progress { didSet { facts = Kept<String>() } }
    /// What agents wrote and what was noted, newest first, further back than `messages` reaches between chat messages.
    package var written: [MessageFact]
    /// How many there are of what the lists above hold only some of; nil where the lists are complete.
    package var totals: Totals? { didSet { facts = Kept<String>() } }
    /// The facts in words, as a prompt tells them: all that stands above but the messages. Gone once one of them is changed.
    package private(set) var facts = Kept<String>()
    /// What is to be done on other days, where the message to be answered asks for it.
    package var agenda: Agenda?
    /// What else that message asks for.
    package var found = ChatFindings()

    package init(
        person: Person, name: String = "", today: LocalDate, profile: BusinessProfile? = nil, tasksToday: [TaskFact] = [],
        tasksOverdue: [TaskFact] = [], contacts: [ContactFact] = [], deals: [DealFact] = [], targets: [TargetFact] = [],
        messages: [MessageFact] = [], progress: Progress = Progress(), written: [MessageFact] = [], totals: Totals? = nil
    ) {
        self.person = person
        self.name = name
        self.today = today
        self.profile = profile
        self.tasksToday = tasksToday
        self.tasksOverdue = tasksOverdue
        self.contacts = contacts
        self.deals = deals
        self.targets = targets
        self.messages = messages
        self.progress = progress
        self.written = written
        self.totals = totals
    }
}

/// How many rows of each kind a person has.
package struct Totals: Equatable, Sendable {
    package var leads: Int64
    package var customers: Int64
    package var openDeals: Int64
    package var wonDeals: Int64
    package var tasksToday: Int64
    package var tasksOverdue: Int64

    package init(leads: Int64 = 0, customers: Int64 = 0, openDeals: Int64 = 0, wonDeals: Int64 = 0, tasksToday: Int64 = 0, tasksOverdue: Int64 = 0) {
        self.leads = leads
        self.customers = customers
        self.openDeals = openDeals
        self.wonDeals = wonDeals
        self.tasksToday = tasksToday
        self.tasksOverdue = tasksOverdue
    }
}

/// A person's pending tasks due within some days, or all tasks of days that are over, the earliest first.
package struct Agenda: Equatable, Sendable {
    /// Nil for all, those without a day too.
    package var days: ClosedRange<LocalDate>?
    /// The days as they are told, `by Friday 4 December`; empty where they are told by the days themselves.
    package var words = ""
    package var tasks: [TaskFact]
    /// False where there are more than `tasks` holds.
    package var isWhole: Bool
    /// How many there are; nil where they were not counted.
    package var total: Int64?
    /// Whether it tells of what was due and is over, done or not.
    package var isPast = false
    /// Words of days in the question that were not understood; then nothing was looked up.
    package var unread: [String] = []
    /// The only kind of tasks that was asked for, such as `meeting`; nil for all.
    package var kind: String?

    package init(days: ClosedRange<LocalDate>?, tasks: [TaskFact], isWhole: Bool) {
        self.days = days
        self.tasks = tasks
        self.isWhole = isWhole
    }
}

/// A task as a message may mention it.
package struct TaskFact: Equatable, Sendable {
    package var id: Int64
    package var title: String
    /// `pending`, `done` or `cancelled`.
    package var status: String
    package var dueDate: LocalDate?
    /// The contact it is about; nil for none.
    package var contact: Int64?
    package var contactName: String

    package init(
        id: Int64, title: String, status: String = "pending", dueDate: LocalDate? = nil, contact: Int64? = nil, contactName: String = ""
    ) {
        self.id = id
        self.title = title
        self.status = status
        self.dueDate = dueDate
        self.contact = contact
        self.contactName = contactName
    }
}

/// A contact as a message may mention it; with a stage it is a lead or a customer.
package struct ContactFact: Equatable, Sendable {
    package var id: Int64
    package var name: String
    package var company: String
    /// Free text, lower case, such as `lead`, `contacted`, `negotiation`, `customer`, `lost`; empty where the contact is in no pipeline.
    package var stage: String
    package var notes: String
    package var updatedAt: Timestamp
    /// When it last wrote, was written to or was noted, or else since when it is on record.
    package var lastContactAt: Timestamp

    /// - Parameter lastContactAt: when the record was last changed unless said.
    package init(
        id: Int64, name: String, company: String = "", stage: String = "", notes: String = "", updatedAt: Timestamp, lastContactAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.company = company
        self.stage = stage
        self.notes = notes
        self.updatedAt = updatedAt
        self.lastContactAt = lastContactAt ?? updatedAt
    }

    package var isCustomer: Bool { stage == "customer" }
    package var isLost: Bool { stage == "lost" }
    /// In a pipeline, not yet won and not given up.
    package var isLead: Bool { !stage.isEmpty && !isCustomer && !isLost }
}

/// A deal (the brief's sale) as a message may mention it.
package struct DealFact: Equatable, Sendable {
    package var id: Int64
    package var customer: String
    package var product: String
    /// `open`, `won` or `lost`.
    package var status: String
    package var reasonFailed: String
    /// The value in minor units of `currency`, such as cents; nil where not known.
    package var amountMinor: Int64?
    /// ISO 4217, such as `EUR`.
    package var currency: String
    package var expectedCloseDate: LocalDate?
    /// The contact it is with; nil for none.
    package var contact: Int64?
    package var contactStage: String
    package var contactName: String

    package init(
        id: Int64, customer: String, product: String = "", status: String = "open", reasonFailed: String = "",
        amountMinor: Int64? = nil, currency: String = "", expectedCloseDate: LocalDate? = nil, contact: Int64? = nil, contactStage: String = "",
        contactName: String = ""
    ) {
        self.id = id
        self.customer = customer
        self.product = product
        self.status = status
        self.reasonFailed = reasonFailed
        self.amountMinor = amountMinor
        self.currency = currency
        self.expectedCloseDate = expectedCloseDate
        self.contact = contact
        self.contactStage = contactStage
        self.contactName = contactName
    }
}

/// A sales target and how far it has come, both in the same unit.
package struct TargetFact: Equatable, Sendable {
    package var id: Int64
    package var product: String
    package var target: Int64
    package var achieved: Int64

    package init(id: Int64, product: String, target: Int64, achieved: Int64) {
        self.id = id
        self.product = product
        self.target = target
        self.achieved = achieved
    }

    package var gap: Int64 { max(0, target - achieved) }
    /// With a target of zero nothing is to be reached.
    package var isReached: Bool { target > 0 && gap == 0 }
    /// Whole percent, rounded to the nearest, though never to 100 before the target is reached; a target of zero counts as one.
    package var percent: Int64 {
        let rounded = Int64((Double(achieved) * 100 / Double(max(target, 1))).rounded())
        return gap > 0 ? min(99, rounded) : rounded
    }
}

/// One message of a person's history.
package struct MessageFact: Equatable, Sendable {
    package var id: Int64
    package var kind: MessageKind
    package var body: String
    package var createdAt: Timestamp

    package init(id: Int64, kind: MessageKind, body: String, createdAt: Timestamp) {
        self.id = id
        self.kind = kind
        self.body = body
        self.createdAt = createdAt
    }
}

/// Counts over all of a person's rows.
package struct Progress: Equatable, Sendable {
    package var leadsGenerated: Int64
    package var meetingsCompleted: Int64
    package var dealsClosed: Int64
    package var tasksCompleted: Int64

    package init(leadsGenerated: Int64 = 0, meetingsCompleted: Int64 = 0, dealsClosed: Int64 = 0, tasksCompleted: Int64 = 0) {
        self.leadsGenerated = leadsGenerated
        self.meetingsCompleted = meetingsCompleted
        self.dealsClosed = dealsClosed
        self.tasksCompleted = tasksCompleted
    }
}
