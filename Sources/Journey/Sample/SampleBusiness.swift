package import Domain
package import Storage

/// A small wholesale business to look around in, marked row by row as sample.
package struct SampleBusiness: Sendable {
    private let store: any Store
    private let clock: WallClock
    private let owner: Person

    package init(store: any Store, clock: WallClock, in workspace: WorkspaceID = .first) {
        self.store = store
        self.clock = clock
        owner = Person(workspace: workspace, user: Users.owner)
    }

    /// Loads the sample into a database in which nobody has entered anything; returns whether it did.
    package func loadIntoEmpty() async throws -> Bool {
        let rows = try await store.read(SampleRows.canComeFirst(to: owner.workspace))
        return rows.isEmpty ? false : try await load()
    }

    /// Loads the sample unless it is there; user 1 keeps a profile of their own.
    package func load() async throws -> Bool {
        guard try await store.read(SampleRows.exist(owner.workspace)).isEmpty else { return false }
        let now = clock.now()
        let zone = try await store.read(Workspaces.get(owner.workspace)).first.flatMap { knownTimeZone($0.text(2)) }
        let today = zone.map { now.localDate(in: $0) } ?? LocalDate(dayNumber: now.seconds / 86_400)
        // Rows of the sample that people have changed are theirs, and stay when it goes.
        let kept = try await store.read(SampleRows.addresses(in: owner.workspace))
        let known = Set(kept.map { $0.text(0) })
        do {
            _ = try await store.commit(
                onlyOnce + [profile(now)] + contacts(now, except: known) + deals(now, today) + tasks(now, today) + links + targets(now))
        } catch is AlreadyThere {
            return false
        }
        return true
    }

    /// Deletes what the sample brought, and returns how many rows that were. What people added stays.
    package func remove() async throws -> Int {
        let workspace = owner.workspace
        guard try await !store.read(SampleRows.exist(workspace)).isEmpty else { return 0 }
        let entry = AuditEntries.entry(workspace, .sampleRemoved, AuditSubject("workspace", id: workspace.value), now: clock.now())
        return try await store.commit(SampleRows.remove(workspace) + [entry]).reduce(0) { $0 + $1.count }
    }

    private struct AlreadyThere: Error {}

    /// Lets one of several instances that start together through: the first statement makes the others wait, and the
    /// second then sees what it has written.
    private var onlyOnce: [SQL] {
        [
            Workspaces.lock(owner.workspace),
            SampleRows.exist(owner.workspace).expecting(rows: 0...0, orThrow: AlreadyThere()),
        ]
    }

    private func profile(_ now: Timestamp) -> SQL {
        SampleRows.profile(
            of: owner,
            (
                business: "speciality food wholesale", products: ["Aged cheddar", "Labneh", "Olive oil", "Sourdough crackers"],
                goal: "Win two new tasting appointments", keywords: ["tasting box", "weekly delivery"]
            ), now: now)
    }

    private static let people: [(name: String, stage: String, notes: String, daysAgo: Int64)] = [
        ("Harbour Hotel", "negotiation", "Wants a second quote with delivery dates for the summer terrace.", 1),
        ("Northside Bakery", "customer", "Orders labneh every other week; asked about crackers for the counter.", 3),
        ("Old Mill Restaurant", "proposal", "Tasting went well; the kitchen decides on the cheese board.", 6),
        ("Riverside Deli", "contacted", "Sent the price list; no answer yet.", 12),
        ("Green Corner Market", "lead", "Met at the regional food fair.", 20),
        ("Station Café", "customer", "Buys olive oil in five-litre cans.", 9),
        ("Castle Catering", "lost", "Went with a cheaper supplier.", 30),
    ]

    /// In a top-level domain that no message can reach (RFC 2606).
    private static func address(of name: String) -> String {
        "office@\(name.lowercased().replacing("é", with: "e").replacing(" ", with: "-")).example"
    }

    private var links: [SQL] {
        Self.people.flatMap { SampleRows.link(owner, contact: $0.name, email: Self.address(of: $0.name)) }
    }

    /// - Parameter known: the addresses that contacts have already.
    private func contacts(_ now: Timestamp, except known: Set<String>) -> [SQL] {
        Self.people.flatMap { row in
            let address = Self.address(of: row.name)
            guard !known.contains(address) else { return [SQL]() }
            return marked(
                Contacts.table,
                [
                    "name": .text(row.name), "email": .text(address), "stage": .text(row.stage), "notes": .text(row.notes),
                    "consent": .text(row.stage == "lead" ? "unknown" : "given"),
                ],
                now: now.adding(.seconds(-86_400 * row.daysAgo)))
        }
    }

    private func deals(_ now: Timestamp, _ today: LocalDate) -> [SQL] {
        [
            deal("Harbour Hotel", "Aged cheddar", "open", 184_000, today.adding(days: 5), nil, now),
            deal("Old Mill Restaurant", "Labneh", "open", 62_500, today.adding(days: 12), nil, now),
            deal("Northside Bakery", "Labneh", "won", 48_000, nil, nil, now),
            deal("Station Café", "Olive oil", "won", 21_900, nil, nil, now),
            deal("Castle Catering", "Sourdough crackers", "lost", 35_000, nil, "A competitor was cheaper", now),
        ].flatMap(\.self)
    }

    private func deal(
        _ customer: String, _ product: String, _ status: String, _ amount: Int64, _ close: LocalDate?, _ reason: String?, _ now: Timestamp
    ) -> [SQL] {
        marked(
            Deals.table,
            [
                "customer": .text(customer), "product": .text(product), "status": .text(status), "amount_minor": .integer(amount),
                "currency": .text("EUR"), "expected_close_date": .optional(close?.description), "reason_failed": .optional(reason),
            ], now: now)
    }

    private func tasks(_ now: Timestamp, _ today: LocalDate) -> [SQL] {
        let rows: [(title: String, daysFromNow: Int64, status: String)] = [
            ("Call Harbour Hotel about the second quote", 0, "pending"), ("Send the tasting box to Green Corner Market", 0, "pending"),
            ("Meeting with Old Mill Restaurant", 0, "pending"), ("Ask Riverside Deli about the price list", -2, "pending"),
            ("Meeting with Northside Bakery", -1, "done"), ("Prepare the weekly delivery plan", 1, "pending"),
        ]
        return rows.flatMap { row in
            marked(
                Tasks.table,
                ["title": .text(row.title), "status": .text(row.status), "due_date": .date(today.adding(days: row.daysFromNow))], now: now)
        }
    }

    private func targets(_ now: Timestamp) -> [SQL] {
        [("Aged cheddar", 20, 7), ("Labneh", 30, 24), ("Olive oil", 12, 12)].flatMap { product, target, achieved in
            marked(Targets.table, ["product": .text(product), "target": .integer(target), "achieved": .integer(achieved)], now: now)
        }
    }

    /// The row alone: the references that are checked before it are known to hold.
    private func marked(_ table: Table, _ values: Table.Values, now: Timestamp) -> [SQL] {
        table.insert(owner.workspace, values.merging(["user_id": .integer(owner.user), "sample": .integer(1)]) { $1 }, now: now).suffix(1)
    }
}
