package import Domain

/// The contacts that deals and tasks belong to: nearly always among those that a context holds, so that no statement joins them.
extension PersonContexts {
    /// What a deal or a task says of its contact.
    struct Linked {
        let stage: String
        let name: String

        init(_ contact: ContactFact) { (stage, name) = (contact.stage, contact.name) }
        fileprivate init(_ row: Row) { (stage, name) = (row.text(1), row.text(2)) }
    }

    /// The contacts of deals and tasks that the contexts do not hold, to be asked for by `linked`.
    package static func unheld(_ contexts: [PersonContext]) -> [Int64] {
        var ids: Set<Int64> = []
        for context in contexts {
            let held = Set(context.contacts.map(\.id))
            ids.formUnion((context.deals.compactMap(\.contact) + context.allTasks.compactMap(\.contact)).filter { !held.contains($0) })
        }
        return ids.sorted()
    }

    /// So many in each statement that the values of all of them are not too many for one.
    package static func linked(_ workspace: WorkspaceID, _ contacts: [Int64]) -> [SQL] {
        stride(from: 0, to: contacts.count, by: mostLinked).map { start in
            Selection(workspace, by: "id", Array(contacts[start..<min(contacts.count, start + mostLinked)]))
                .all("id, stage, name, user_id, shared", from: "contacts")
        }
    }

    private static let mostLinked = 1024

    /// Puts the answers to `linked` into the contexts of those who reach the contacts.
    package static func add(linked answers: [[Row]], to contexts: [PersonContext]) -> [PersonContext] {
        let rows = answers.flatMap(\.self)
        return contexts.map { context in
            let reached = rows.filter { $0.integer(3) == context.person.user || $0.integer(4) == 1 }
            return naming(Dictionary(reached.map { ($0.integer(0), Linked($0)) }) { first, _ in first }, in: context)
        }
    }

    static func naming(_ contacts: [Int64: Linked], in context: PersonContext) -> PersonContext {
        guard !contacts.isEmpty else { return context }
        var context = context
        context.deals = context.deals.map { deal in
            guard let contact = deal.contact.flatMap({ contacts[$0] }) else { return deal }
            var deal = deal
            (deal.contactStage, deal.contactName) = (contact.stage, contact.name)
            return deal
        }
        func named(_ tasks: [TaskFact]) -> [TaskFact] {
            tasks.map { task in
                var task = task
                task.contactName = task.contact.flatMap { contacts[$0]?.name } ?? task.contactName
                return task
            }
        }
        context.tasksToday = named(context.tasksToday)
        context.tasksOverdue = named(context.tasksOverdue)
        context.doneToday = named(context.doneToday)
        return context
    }
}

extension PersonContext {
    fileprivate var allTasks: [TaskFact] { tasksToday + tasksOverdue + doneToday }
}
