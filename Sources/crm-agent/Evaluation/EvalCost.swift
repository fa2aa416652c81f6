import Domain
import Journey

/// What a run has taken, and what that costs by the prices that are known.
struct EvalCost: Encodable, Sendable {
    /// Of the messages.
    var input: Int64 = 0
    var output: Int64 = 0
    /// Of the judge.
    var judgeInput: Int64 = 0
    var judgeOutput: Int64 = 0
    /// US dollars for all of it.
    var dollars: String
    /// Of models without a price, which are not in it.
    var unpricedTokens: Int64

    private enum CodingKeys: String, CodingKey {
        case input, output, dollars
        case judgeInput = "judge_input"
        case judgeOutput = "judge_output"
        case unpricedTokens = "unpriced_tokens"
    }

    init(_ report: EvalReport, _ prices: PriceList) {
        let tries = report.suites.flatMap(\.cases).flatMap(\.tries)
        var uses = tries.map { TokenUse(writer: WriterName($0.writer), input: $0.tokens.input, output: $0.tokens.output) }
        for judged in tries.compactMap(\.judged) {
            uses.append(TokenUse(writer: WriterName(report.judge ?? ""), input: judged.input, output: judged.output))
            judgeInput = judgeInput.addingSaturated(judged.input)
            judgeOutput = judgeOutput.addingSaturated(judged.output)
        }
        for written in tries.map(\.tokens) {
            input = input.addingSaturated(written.input)
            output = output.addingSaturated(written.output)
        }
        let cost = prices.cost(of: uses)
        dollars = cost.dollars
        unpricedTokens = cost.unpricedTokens
    }

    /// Empty where nothing was asked.
    var sentence: String {
        guard [input, output, judgeInput, judgeOutput].contains(where: { $0 > 0 }) else { return "" }
        let judging = max(judgeInput, judgeOutput) > 0 ? ", the judge's \(judgeInput) in and \(judgeOutput) out" : ""
        let unpriced = unpricedTokens > 0 ? ", without \(unpricedTokens) tokens of models that have no price" : ""
        return "Tokens: \(input) in and \(output) out\(judging). US$ \(dollars)\(unpriced)."
    }
}
