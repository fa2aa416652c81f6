import Domain
import Foundation

/// What has been read of an answer so far.
struct AnswerDraft {
    /// Why the model stopped.
    enum Ending { case complete, tools, tokenLimit, filtered }

    /// A call of a tool, as its pieces come in.
    struct Call {
        var id: String
        var name: String
        /// JSON, whole only at the end.
        var arguments = ""
        var signature: String?
    }

    /// With what a model thought before it.
    private(set) var text = ""
    /// What the model says where it will not answer.
    var refusal = ""
    /// By their place in the answer.
    var calls: [Int: Call] = [:]
    /// Nil until the provider has said it: an answer that ends before is cut off.
    var ending: Ending?
    /// Whether the provider has said that nothing follows.
    var isWhole = false
    var tokensIn: Int64?
    var tokensOut: Int64?
    var model: String?
    private var fresh = ""
    private var hasGivenWords = false
    /// Whether words that were given turned out to be a thought, which is to be told before any others.
    private var takesBack = false
    private var thought = LeadingThought()

    mutating func add(_ words: String?) {
        guard let words else { return }
        text += words
        hear(words)
    }

    private mutating func hear(_ words: String) {
        let passed = thought.passing(words)
        if thought.takesBack { (fresh, takesBack) = ("", hasGivenWords) }
        fresh += passed
    }

    /// What came since the last time; nil where nothing did.
    mutating func takeFresh() -> CompletionEvent? {
        if isWhole { fresh += thought.rest() }
        if takesBack {
            takesBack = false
            return .restart
        }
        guard !fresh.isEmpty else { return nil }
        defer { fresh = "" }
        hasGivenWords = true
        return .text(fresh)
    }

    /// Takes the whole answer that a stream tells at its end in the place of its pieces.
    mutating func replace(with whole: AnswerDraft) {
        let unheard = whole.text.hasPrefix(text) ? String(whole.text.dropFirst(text.count)) : ""
        hear(unheard)
        let (fresh, takesBack, hasGivenWords, thought) = (fresh, takesBack, hasGivenWords, thought)
        self = whole
        (self.fresh, self.takesBack, self.hasGivenWords, self.thought) = (fresh, takesBack, hasGivenWords, thought)
    }
}
