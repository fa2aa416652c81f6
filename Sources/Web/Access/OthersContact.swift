/// Whose contact it is, and who sees it, is decided by who looks after it.
struct OthersContact: Error, Equatable {}
