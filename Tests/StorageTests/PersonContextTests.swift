import Domain
import Storage
import TestSupport
import Testing

import struct Foundation.TimeZone

@Suite struct `The context of a person` {
    @Test(arguments: DatabaseKind.allCases) func `is the same read alone and read with others`(kind: DatabaseKind) async throws {
        try await withFive(kind) { store in
            let together = try await contexts(store, [1, 2, 3, 4, 5])
            #expect(together.map(\.person.user) == [1, 2, 3, 4, 5])
            for context in together {
                let alone = try await contexts(store, [context.person.user])
                #expect(alone == [context])
            }
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `of nobody is not there`(kind: DatabaseKind) async throws {
        try await withFive(kind) { store in
            let nobody = try await contexts(store, [99])
            #expect(nobody == [])
            let found = try await contexts(store, [99, 3, 98])
            #expect(found.map(\.person.user) == [3])
        }
    }

    @Test(arguments: DatabaseKind.allCases) func `has the tasks, the latest rows and the last messages, so many of each`(kind: DatabaseKind)
        async throws
    {
        try await withFive(kind) { store in
            let context = try #require(try await contexts(store, [3]).first)
            #expect(
                context.profile
                    == BusinessProfile(businessType: "shop 3", products: ["A", "B"], tone: "friendly", dailyGoal: "goal", keywords: ["k"]))
            #expect(context.tasksToday.map(\.title) == ["today pending", "today done"])
            #expect(context.tasksOverdue.map(\.title) == ["older", "old"])
            // The 30 latest, and those of the 20 leads untouched for longest that are not among them.
            #expect(context.contacts.count == 35)
            #expect(context.contacts.contains { $0.name == "contact 0" })
            #expect(context.contacts.first?.name == "contact 39")
            #expect(context.contacts.map(\.updatedAt) == context.contacts.map(\.updatedAt).sorted(by: >))
            #expect(context.deals.map(\.customer) == ["deal 2", "deal 1"])
            #expect(!PersonContexts.lacksRows(context), "nothing more is asked of whom all leads and deals are held")
            #expect(context.deals.first?.amountMinor == 1250)
            #expect(context.targets == [TargetFact(id: context.targets[0].id, product: "A", target: 10, achieved: 4)])
            #expect(context.messages.map(\.body) == (2...11).reversed().map { "note \($0)" })
            #expect(context.progress == Progress(leadsGenerated: 20, meetingsCompleted: 1, dealsClosed: 1, tasksCompleted: 2))
            let counted = try await store.read(ProgressCounts.of(context.person)).map(ProgressCounts.progress)
            #expect(counted == [context.progress])
        }
    }

    private let today = LocalDate(year: 2026, month: 1, day: 31)

    private func contexts(_ store: any Store, _ people: [Int64]) async throws -> [PersonContext] {
        let answers = try await store.read(PersonContexts.statements(.first, people: people, today: today, in: .gmt, older: true))
        return PersonContexts.contexts(answers, workspace: .first, today: today)
    }

    /// Users 1 to 5; 3 has everything, 5 nothing.
    private func withFive(_ kind: DatabaseKind, _ body: (any Store) async throws -> Void) async throws {
        try await TemporaryDatabase.with(kind) { database in
            _ = try await database.store.commit(ExampleRows.users(2...5) + (1...4).flatMap(rows))
            try await body(database.store)
        }
    }

    private func rows(of user: Int64) -> [SQL] {
        let owner: Table.Values = ["user_id": .integer(user)]
        func insert(_ table: Table, _ values: Table.Values, at second: Int64 = 0) -> [SQL] {
            table.insert(.first, values.merging(owner) { $1 }, now: ExampleRows.now.adding(.seconds(second)))
        }
        func task(_ title: String, _ status: String, _ days: Int64?) -> [SQL] {
            insert(Tasks.table, ["title": .text(title), "status": .text(status), "due_date": days.map { .date(today.adding(days: $0)) } ?? .null])
        }
        let profile = BusinessProfiles.save(
            Person(workspace: .first, user: user),
            [
                "business_type": .text("shop \(user)"), "products": .text(#"["A","B"]"#), "tone": .text("friendly"), "daily_goal": .text("goal"),
                "keywords": .text(#"["k"]"#),
            ], now: ExampleRows.now)
        let days: [(String, String, Int64?)] = [
            ("today pending", "pending", 0), ("today done", "done", 0), ("today cancelled", "cancelled", 0), ("old", "pending", -1),
            ("older", "pending", -9), ("meeting long done", "done", -3), ("tomorrow", "pending", 1), ("some day", "pending", nil),
        ]
        let tasks = days.flatMap(task)
        let contacts = (Int64(0)..<40).flatMap { number -> [SQL] in
            insert(Contacts.table, ["name": .text("contact \(number)"), "stage": number % 2 == 0 ? .text("lead") : .null], at: number)
        }
        let deals =
            insert(Deals.table, ["customer": .text("deal 1"), "status": .text("won")], at: 1)
            + insert(Deals.table, ["customer": .text("deal 2"), "amount_minor": .integer(1250)], at: 2)
        let targets = insert(Targets.table, ["product": .text("A"), "target": .integer(10), "achieved": .integer(4)])
        let notes = (0..<12).flatMap { insert(Communications.table, ["body": .text("note \($0)")]) }
        let parts: [[SQL]] = [[profile], tasks, contacts, deals, targets, notes]
        return parts.flatMap { $0 }
    }
}
