import Domain
import Storage

struct MoveDeal: ChangingTool {
    let name = "move_deal"
    let permission = Permission.write
    let purpose = "Proposes to change how a deal stands (open, won or lost), or the day on which the customer is expected to decide."
    let arguments: [Field] = [
        .required("deal_id", .integer(Field.identifiers), "The deal's id, as find_deals gives it."),
        .optional("status", .choice(["open", "won", "lost"]), "How it stands now."),
        .optional("reason_failed", .text(1...2000), "Why it was lost."),
        .optional("expected_close_date", .date, "The day on which the customer is expected to decide."),
    ]

    func plan(_ arguments: Table.Values, _ bench: ToolBench) async throws -> PlannedChange {
        let changes = changes(arguments)
        guard !changes.isEmpty else { throw ValidationError(field: "status", "Say what is to change: status or expected_close_date.") }
        guard arguments.optionalText("reason_failed") == nil || arguments.text("status") == "lost" else {
            throw ValidationError(field: "reason_failed", "reason_failed goes with the status lost only.")
        }
        let deal = try await bench.own(Deals.table, arguments.integer("deal_id"))
        guard changes.contains(where: { deal[$0.key] != $0.value }) else {
            throw ValidationError(field: "status", "Deal \(deal.integer("id")) is like that already.")
        }
        return PlannedChange(sentence: sentence(arguments, deal), version: deal.integer("version"))
    }

    func statements(_ arguments: Table.Values, version: Int64?, _ bench: ToolBench) -> [SQL] {
        let id = arguments.integer("deal_id")
        return [OwnRows.expected(Deals.table, id: id, of: bench.person)]
            + Deals.table.update(bench.workspace, id: id, changes(arguments), version: version.map { SeenVersions($0) }, now: bench.clock.now())
    }

    private func changes(_ arguments: Table.Values) -> Table.Values {
        arguments.filter { $0.key != "deal_id" && $0.value != .null }
    }

    private func sentence(_ arguments: Table.Values, _ deal: Table.Values) -> String {
        let product = deal.text("product").isEmpty ? "" : " over \(ToolWords.quoted(deal.text("product"), 80))"
        let parts = [
            arguments.optionalText("status").map { "move it from \(deal.text("status")) to \($0)" },
            arguments.optionalText("reason_failed").map { "because \(ToolWords.quoted($0))" },
            LocalDate(arguments.text("expected_close_date")).map { "expect the decision on \(DayText.long($0)) \($0.year)" },
        ]
        return "The deal with \(ToolWords.quoted(deal.text("customer"), 80))\(product): \(parts.compactMap(\.self).joined(separator: ", "))."
    }
}
