/// The tokens with which claims of one kind may begin: a text has hundreds of words, and few of them begin a claim.
struct Beginnings: Sendable {
    /// Words and signs in lower case.
    var words: WordSet = []
    /// What words begin with that begin a claim; none is empty.
    var prefixes: [String] = []
    var kinds: Set<TextToken.Kind> = []
    /// Whether any capitalised word may begin one.
    var isCapitalised = false
    /// Words that may come next, whatever the claim begins with.
    var following: WordSet = []

    func union(_ other: Beginnings) -> Beginnings {
        Beginnings(
            words: words.union(other.words), prefixes: prefixes + other.prefixes, kinds: kinds.union(other.kinds),
            isCapitalised: isCapitalised || other.isCapitalised, following: following.union(other.following))
    }
}
