import Storage

/// What became of a proposal, as the conversation tells it.
extension Proposal {
    var doneSentence: String { "Done: \(wish.sentence)" }
    var declinedSentence: String { "Not done, as you declined: \(wish.sentence)" }
    func failedSentence(_ reason: String) -> String { "Not done: \(wish.sentence) \(reason)" }

    /// Of one that is decided.
    var endSentence: String {
        switch state {
        case "confirmed": doneSentence
        case "declined": declinedSentence
        default: failedSentence(result ?? "")
        }
    }
}
