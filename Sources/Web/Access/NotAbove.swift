import Domain

/// A role above the caller's own.
struct NotAbove: Error, Equatable {
    var role: Role
}
