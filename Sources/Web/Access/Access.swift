import Domain
import Storage

/// What a call needs: a permission, and whose rows it is about.
struct Access: Sendable {
    enum Rows: Sendable {
        /// Nobody's: what all of a workspace share. A list narrows itself to what is reached.
        case shared
        /// All people's at once: not for those who reach their own only.
        case everyones
        /// Those of the user in the path.
        case user(String)
        /// Those of the user in the query, or of the caller.
        case queriedUser
        /// Those of the user in the body, as the operation checks (`WebRequest.mustReach`).
        case namedUser
        /// The row in the path.
        case row(Table)

        /// As the OpenAPI document tells it.
        var name: String {
            switch self {
            case .shared: "shared"
            case .everyones: "everyone's"
            case .user, .queriedUser, .namedUser: "a user's"
            case .row: "one"
            }
        }
    }

    /// Nil for what anyone may ask, signed in or not.
    var permission: Permission?
    var rows: Rows

    static let anyone = Access(permission: nil, rows: .shared)
    static func own() -> Access { Access(permission: .own, rows: .shared) }
    static func read(_ rows: Rows) -> Access { Access(permission: .read, rows: rows) }
    static func write(_ rows: Rows) -> Access { Access(permission: .write, rows: rows) }
    static func decide(_ rows: Rows) -> Access { Access(permission: .decide, rows: rows) }
    static func run(_ rows: Rows) -> Access { Access(permission: .run, rows: rows) }
    static let configure = Access(permission: .configure, rows: .everyones)
    static let oversee = Access(permission: .oversee, rows: .everyones)
    static let accounts = Access(permission: .accounts, rows: .everyones)
}
