import Domain

/// How much one turn of the assistant may take.
struct TurnLimits: Sendable {
    /// How often the model is asked.
    var rounds = 6
    /// How many tools it may call in all.
    var calls = 12
    var time = Duration.seconds(60)
    /// Tokens in and out of all rounds together, as the provider counts them.
    var tokens: Int64 = 60_000
    /// How many tools look at once.
    var readers = 4
}

/// Which limit has ended a turn before the model had its say.
enum TurnEnd: String, Sendable {
    case rounds, time, tokens

    var sentence: String {
        switch self {
        case .rounds: "I have looked things up as often as one answer allows. Ask more narrowly, and I go on from there."
        case .time: "This took longer than one answer may. Ask more narrowly, and I go on from there."
        case .tokens: "There was more to read than fits into one answer. Ask more narrowly, and I go on from there."
        }
    }
}
