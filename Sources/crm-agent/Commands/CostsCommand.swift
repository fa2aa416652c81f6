import ArgumentParser
import Domain
import Journey
import Storage

struct CostsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "costs", abstract: "Show what models have cost, and set what they may cost.",
        discussion: "Prices come with the product; LLM_PRICES names a file with others. docs/costs.md says what is counted.",
        subcommands: [Show.self, Calls.self, Budget.self], defaultSubcommand: Show.self)

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show how the budgets stand, and what was spent on what.")
        @OptionGroup var options: WorkspaceOptions
        @Option(help: "One line for each day, agent or model.") var by = "day"
        @Option(help: "The first day, such as 2026-01-31; 29 days before the last unless given.") var from: String?
        @Option(help: "The last day; today unless given.") var to: String?
        @Flag(help: "Print one JSON object a line.") var json = false

        func run() async throws {
            try await report {
                guard let grouping = ModelCallSummary.Grouping(rawValue: by) else {
                    throw Domain.ValidationError(field: "--by", "is none of day, agent, model; write for example --by model")
                }
                let (from, to) = (try day(from, "--from"), try day(to, "--to"))
                let wiring = try await Wiring(options)
                try await closing(wiring) {
                    let lines = try await wiring.spending.summary(of: options.id, by: grouping, from: from, to: to)
                    if !json { for standing in try await wiring.spending.standings(of: options.id) { say(standing.sentence) } }
                    for line in lines { try json ? sayJSON(line.printed) : say(line.sentence) }
                    if lines.isEmpty, !json { say("No model was called on these days.") }
                }
            }
        }

        private func day(_ text: String?, _ option: String) throws -> LocalDate? {
            guard let text else { return nil }
            guard let day = LocalDate(text) else { throw Domain.ValidationError(field: option, "is no day; write for example 2026-01-31") }
            return day
        }
    }

    struct Calls: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List calls of models, the newest first.")
        @OptionGroup var options: WorkspaceOptions
        @OptionGroup var choice: ListOptions
        @Option(help: "Only calls that ended so: \(ModelCalls.outcomes.joined(separator: ", ")).") var outcome: String?

        func run() async throws {
            try await choice.list(ModelCalls.table, state: outcome, in: "outcome", options) { row in
                let cost = Int64(row["cost_nanodollars"]).map { "$\(Cost(nanodollars: $0).dollars)" } ?? "no price"
                let tokens = "\(row["tokens_in"]) in, \(row["tokens_out"]) out"
                return
                    "\(row["id"])  \(row["created_at"])  \(row["provider"]):\(row["model"])  \(row["outcome"])  \(tokens)  \(cost)  \(row["latency_ms"]) ms  \(row["error"])"
            }
        }
    }

    struct Budget: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set what models may cost, in US dollars; \"none\" lifts a limit.",
            discussion: "What waits for a budget goes on as soon as it has grown.")
        @OptionGroup var options: WorkspaceOptions
        @Option(help: "For a day of the workspace's, such as 5 or 0.50.") var day: String?
        @Option(help: "For a month.") var month: String?
        @Option(help: "For one run of an agent.") var run: String?

        func run() async throws {
            try await report {
                let given: [(ModelSpending.Budget, String?)] = [(.day, day), (.month, month), (.run, run)]
                var values: Table.Values = [:]
                for case (let budget, let text?) in given { values[budget.column] = try cents(text, "--\(budget.rawValue)") }
                let changes = values
                let wiring = try await Wiring(options, mayCreate: !changes.isEmpty)
                try await closing(wiring) {
                    if !changes.isEmpty { try await wiring.spending.setBudgets(changes, of: options.id, now: wiring.clock.now()) }
                    wiring.signals.send(.runs)
                    for standing in try await wiring.spending.standings(of: options.id) { say(standing.sentence) }
                }
            }
        }

        private func cents(_ text: String, _ option: String) throws -> SQLValue {
            if text == "none" { return .null }
            guard let match = text.wholeMatch(of: /([0-9]{1,6})(?:\.([0-9]{1,2}))?/), let dollars = Int64(match.1) else {
                throw Domain.ValidationError(
                    field: option,
                    "is no amount of US dollars and whole cents from 0 to 999999.99; write for example \(option) 5, \(option) 0.50 or \(option) none")
            }
            let fraction = match.2.map { ($0 + "00").prefix(2) } ?? "00"
            return .integer(dollars * 100 + (Int64(fraction) ?? 0))
        }
    }
}

extension Spending.Standing {
    fileprivate var sentence: String {
        let limit = limit.map { " of $\($0.dollars)" } ?? ""
        let reserved = reserved.nanodollars > 0 ? ", $\(reserved.dollars) set aside for calls under way" : ""
        return "\(period): $\(spent.dollars) spent\(limit)\(reserved)"
    }
}

extension ModelCallSummary {
    fileprivate var sentence: String {
        let doubts = [estimated > 0 ? "\(estimated) at most" : nil, unpriced > 0 ? "\(unpriced) without a price" : nil].compactMap(\.self)
        let note = doubts.isEmpty ? "" : " (\(doubts.joined(separator: ", ")))"
        return
            "\(name)  $\(Cost(nanodollars: nanodollars).dollars)\(note)  \(calls) calls, \(answered) answered, \(tokensIn) tokens in, \(tokensOut) out"
    }

    fileprivate var printed: PrintedSummary {
        PrintedSummary(
            name: name, calls: calls, answered: answered, tokensIn: tokensIn, tokensOut: tokensOut, cost: Cost(nanodollars: nanodollars).dollars,
            estimated: estimated, unpriced: unpriced)
    }
}

/// As the API tells it, but for the cost, which is text here.
private struct PrintedSummary: Encodable {
    var name: String
    var calls, answered, tokensIn, tokensOut: Int64
    var cost: String
    var estimated, unpriced: Int64

    enum CodingKeys: String, CodingKey {
        case name, calls, answered
        case tokensIn = "tokens_in", tokensOut = "tokens_out", cost = "cost_usd", estimated = "estimated_calls", unpriced = "unpriced_calls"
    }
}
