import Domain
import HTTPTypes
import Journey
import Storage

/// What models cost: how the budgets stand, and what was spent on what.
enum CostOperations {
    static let all: [Operation] = [spending, summary]

    private static let money: JSONValue = ["type": "number", "minimum": 0]
    private static let optionalMoney: JSONValue = ["type": ["number", "null"], "minimum": 0]
    private static let standing = Schema.object([
        "period": Schema.text, "spent_usd": money, "reserved_usd": money, "limit_usd": optionalMoney, "left_usd": optionalMoney,
    ])

    static let spending = Operation(
        method: .get, path: "/api/v1/spending", id: "getSpending", tag: "ModelCall",
        summary: "What models have cost today and this month, what is set aside for calls under way, and what is left of the budgets.",
        result: Schema.object(["day": standing, "month": standing])
    ) { request, services in
        let standings = try await services.spending.standings(of: request.workspace)
        return .json { json in
            json.object { json in
                for (name, standing) in zip(["day", "month"], standings) {
                    json.key(name)
                    json.standing(standing)
                }
            }
        }
    }

    private static let groupings = ModelCallSummary.Grouping.allCases.map(\.rawValue)

    static let summary = Operation(
        method: .get, path: "/api/v1/spending/summary", id: "getSpendingSummary", tag: "ModelCall",
        summary: "What calls of models have cost over some days: by day, by agent (CHAT for the chat), or by model.",
        parameters: [
            .query("by", "What the calls of one line have in common; day unless told.", Schema.words(groupings)),
            .query("from", "The first day; 29 days before the last unless told.", Schema.bare(.date)),
            .query("to", "The last day; today unless told.", Schema.bare(.date)),
        ],
        result: Schema.object([
            "by": Schema.words(groupings),
            "lines": Schema.list(
                Schema.object([
                    "name": Schema.text, "calls": Schema.integer, "answered": Schema.integer, "tokens_in": Schema.integer,
                    "tokens_out": Schema.integer, "cost_usd": money, "estimated_calls": Schema.integer, "unpriced_calls": Schema.integer,
                ])),
        ])
    ) { request, services in
        let grouping = try grouping(request)
        let lines = try await services.spending.summary(
            of: request.workspace, by: grouping, from: try request.date(query: "from"), to: try request.date(query: "to"))
        return .json { json in
            json.object { json in
                json.field("by", grouping.rawValue)
                json.key("lines")
                json.array { json in for line in lines { json.line(line) } }
            }
        }
    }

    private static func grouping(_ request: WebRequest) throws -> ModelCallSummary.Grouping {
        guard let text = request.query("by") else { return .day }
        guard let grouping = ModelCallSummary.Grouping(rawValue: text) else {
            throw ValidationError(field: "by", "by must be one of \(groupings.joined(separator: ", ")).")
        }
        return grouping
    }
}

extension JSONWriter {
    fileprivate mutating func standing(_ standing: Spending.Standing) {
        object {
            $0.field("period", standing.period)
            $0.money("spent_usd", standing.spent)
            $0.money("reserved_usd", standing.reserved)
            $0.money("limit_usd", standing.limit)
            $0.money("left_usd", standing.left)
        }
    }

    fileprivate mutating func line(_ line: ModelCallSummary) {
        object {
            $0.field("name", line.name)
            $0.field("calls", line.calls)
            $0.field("answered", line.answered)
            $0.field("tokens_in", line.tokensIn)
            $0.field("tokens_out", line.tokensOut)
            $0.money("cost_usd", Cost(nanodollars: line.nanodollars))
            $0.field("estimated_calls", line.estimated)
            $0.field("unpriced_calls", line.unpriced)
        }
    }

    private mutating func money(_ name: String, _ cost: Cost?) {
        key(name)
        raw(cost?.dollars ?? "null")
    }
}
