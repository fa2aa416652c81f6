import Domain
import HTTPTypes
import Journey
import Storage

/// The resources under `/api/v1`: one entry each.
enum ResourceCatalog {
    static let all: [Resource] = [
        users, Resource(table: Accounts.table, path: "accounts", schema: "Account", verbs: [.list, .get]),
        Resource(table: BusinessProfiles.table, path: "business-profiles", schema: "BusinessProfile"),
        Resource(table: Contacts.table, path: "contacts", schema: "Contact"),
        Resource(table: Companies.table, path: "companies", schema: "Company", plural: "Companies"),
        Resource(table: Products.table, path: "products", schema: "Product"),
        Resource(table: Suppressions.table, path: "suppressions", schema: "Suppression", isAudited: true),
        Resource(table: Deals.table, path: "deals", schema: "Deal", insert: { Deals.insert($0, $1, now: $2) }),
        Resource(table: Tasks.table, path: "tasks", schema: "Task"), Resource(table: Targets.table, path: "targets", schema: "Target"),
        conversations, communications, agentRuns, occurrences,
        Resource(table: Events.table, path: "events", schema: "Event", verbs: [.list, .get]),
        Resource(
            table: SequencePositions.table, path: "sequence-positions", schema: "SequencePosition", verbs: [.list, .get],
            complete: { rows, workspace, services in try await SequenceDueTimes(store: services.store).complete(rows, in: workspace) }),
        Resource(table: ModelCalls.table, path: "model-calls", schema: "ModelCall", verbs: [.list, .get]),
        modelAccounts,
        Resource(
            table: Webhooks.table, path: "webhooks", schema: "Webhook", verbs: [.list, .get, .change, .delete], isAudited: true,
            checkChange: WebhookOperations.check),
        Resource(table: Deliveries.table, path: "deliveries", schema: "Delivery", plural: "Deliveries", verbs: [.list, .get]),
    ]

    private static let users = Resource(
        table: Users.table, path: "users", schema: "User",
        insert: { Users.insert($0, $1, now: $2) },
        guardDelete: { workspace, id, _ in
            guard id != Users.owner else { return [.failing(with: Problem(.conflict, "User 1 is the owner and stays: delete the others."))] }
            return [
                Accounts.of(Person(workspace: workspace, user: id)).expecting(
                    rows: 0...0, orThrow: Problem(.conflict, "User \(id) signs in with an account: delete that first, then the user."))
            ]
        }
    )

    private static let conversations = Resource(
        table: Conversations.table, path: "conversations", schema: "Conversation",
        guardDelete: { workspace, id, _ in
            [Conversations.isNotDefault(workspace, id: id, orThrow: Problem(.conflict, "The default conversation stays: the agents write to it."))]
        }
    )

    private static let communications = Resource(
        table: Communications.table, path: "communications", schema: "Communication",
        insert: { workspace, values, now in
            if let message = try ContactMessageInput.statements(workspace, values, now) { return message }
            var values = values
            let person = Person(workspace: workspace, user: values.optionalInteger("user_id") ?? Users.owner)
            if values["conversation_id"] == nil || values["conversation_id"] == .null { values["conversation_id"] = nil }
            let belongs = values["conversation_id"].map { conversation in
                Conversations.belongs(
                    to: person, conversation,
                    orThrow: ValidationError(field: "conversation_id", "conversation_id names no conversation of this user."))
            }
            let insert = Communications.table.insert(workspace, values, now: now).map { $0.addingToHistory(of: [person]) }
            return (belongs.map { [$0] } ?? []) + insert
        },
        guardChange: { workspace, id, values in
            let rewriting = Problem(.conflict, "Only a NOTE can be rewritten: what was said stays as it was.")
            let redirecting = Problem(.conflict, "To whom a message went, or from whom it came, stays as it was.")
            return (values["body"] == nil ? [] : [Communications.isNote(workspace, id: id, orThrow: rewriting)])
                + (values["contact_id"] == nil ? [] : [Communications.isInternal(workspace, id: id, orThrow: redirecting)])
        },
        guardDelete: { workspace, id, now in
            let counts = Problem(
                .conflict,
                "An agent's message to a contact counts for the caps until eight days after it went out: delete it then, or erase the contact.")
            return [
                SentMessages.countsNoMore(workspace, id: id, now: now, orThrow: counts), SequencePositions.stop(ofDraft: id, in: workspace, now: now),
            ]
        }
    )

    private static let modelAccounts = Resource(
        table: ModelAccounts.table, path: "model-accounts", schema: "ModelAccount", verbs: [.list, .get, .delete],
        guardDelete: { workspace, id, _ in
            let inUse = Problem(.conflict, "The workspace or an agent names it among its models: take it out there first.")
            return [ModelAccounts.isUnused(workspace, id: id, orThrow: inUse)]
        }
    )

    private static let agentRuns = Resource(
        table: AgentRuns.table, path: "agent-runs", schema: "AgentRun", verbs: [.list, .get, .delete],
        guardDelete: { workspace, id, _ in
            let open = Problem(
                .conflict,
                "The run has something open: decide on its draft, or wait for or cancel its delivery, or cancel it where it waits to be written, first."
            )
            return [
                AgentRuns.isNotRunning(workspace, id: id, orThrow: Problem(.conflict, "The run is under way: delete it once it has ended.")),
                AgentRuns.leavesNothingOpen(workspace, id: id, orThrow: open),
            ]
        }
    )

    private static let occurrences = Resource(
        table: Occurrences.table, path: "occurrences", schema: "Occurrence", verbs: [.list, .get])
}
