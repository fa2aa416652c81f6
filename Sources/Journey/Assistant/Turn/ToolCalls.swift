import Domain
import Storage

/// Carries out what a model asks for in one round. Whatever goes wrong with a call is told to the model.
struct ToolCalls: Sendable {
    let bench: ToolBench
    let desk: ProposalDesk
    let conversation: Int64?
    let question: Int64
    /// The kinds of change that the person lets happen unasked in the conversation.
    let allowed: Set<String>

    struct Outcome: Sendable {
        var call: ToolCall
        /// For the model.
        var text: String
        /// For the person to decide on.
        var wish: ToolWish?
        /// What was done, as the person allows it.
        var done: ToolWish?
    }

    /// One outcome for each call, in their order.
    ///
    /// - Parameters:
    ///   - room: how many calls the turn still allows.
    ///   - known: the wishes of earlier rounds.
    func carryOut(_ calls: [ToolCall], room: Int, readers: Int, known: [ToolWish]) async -> [Outcome] {
        let (made, late) = (Array(calls.prefix(max(0, room))), calls.dropFirst(max(0, room)))
        var found: [Int: String] = [:]
        let looks = made.indices.filter { ToolCatalog.reading(made[$0].name) != nil }
        for start in stride(from: 0, to: looks.count, by: readers) {
            let slice = looks[start..<min(start + readers, looks.count)]
            found.merge(await read(slice.map { ($0, made[$0]) })) { $1 }
        }
        var outcomes: [Outcome] = []
        for (index, call) in made.enumerated() {
            if let text = found[index] {
                outcomes.append(Outcome(call: call, text: text))
            } else {
                outcomes.append(await change(call, known: known + outcomes.compactMap(\.wish)))
            }
        }
        return outcomes + late.map { Outcome(call: $0, text: "Not done: one answer may call \(made.count) more tools at most, and has.") }
    }

    private func read(_ calls: [(Int, ToolCall)]) async -> [Int: String] {
        await withTaskGroup(of: (Int, String).self) { group in
            for (index, call) in calls { group.addTask { (index, await look(call)) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    private func look(_ call: ToolCall) async -> String {
        guard let tool = ToolCatalog.reading(call.name) else { return unknown(call) }
        do {
            try bench.check(tool)
            return try await tool.read(ToolArguments.checked(call.arguments, for: tool), bench).text
        } catch {
            return excuse(error)
        }
    }

    private func change(_ call: ToolCall, known: [ToolWish]) async -> Outcome {
        guard let tool = ToolCatalog.changing(call.name) else { return Outcome(call: call, text: unknown(call)) }
        do {
            let wish = try await ToolCalls.wish(tool, call.arguments, bench)
            guard !known.include(wish) else {
                return Outcome(call: call, text: "Proposed already.")
            }
            guard !allowed.contains(tool.name) else { return try await carryOut(wish, for: call) }
            return Outcome(
                call: call,
                text: "Proposed, and not done yet. The salesperson is asked to confirm:\n\(ToolFindings.fence.around(wish.sentence))", wish: wish)
        } catch {
            return Outcome(call: call, text: excuse(error))
        }
    }

    private func carryOut(_ wish: ToolWish, for call: ToolCall) async throws -> Outcome {
        switch try await desk.carryOut(wish, in: conversation, question: question, bench) {
        case .made: Outcome(call: call, text: "Done, as the salesperson allows it:\n\(ToolFindings.fence.around(wish.sentence))", done: wish)
        case .madeBefore: Outcome(call: call, text: "Done already.", done: wish)
        }
    }

    /// What a person is to be asked.
    ///
    /// - Throws: what `ToolFault` can tell, `StoreError`.
    static func wish(_ tool: any ChangingTool, _ arguments: [String: JSONValue], _ bench: ToolBench) async throws -> ToolWish {
        try bench.check(tool)
        let values = try ToolArguments.checked(arguments, for: tool)
        let plan = try await tool.plan(values, bench)
        return ToolWish(tool: tool.name, arguments: ToolArguments.text(values, for: tool), sentence: plan.sentence, version: plan.version)
    }

    private func unknown(_ call: ToolCall) -> String {
        let names = ToolCatalog.names
        let hint = suggestion(for: String(call.name.prefix(64)), among: names, otherwise: "there are \(names.joined(separator: ", ")).")
        return "Not done: there is no such tool; \(hint)"
    }

    private func excuse(_ error: any Error) -> String {
        "Not done: \(PromptText.block(ToolFault(error)?.sentence ?? "The records can't be read just now.", limit: 1000))"
    }
}
