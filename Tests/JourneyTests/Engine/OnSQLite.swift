import TestSupport
import Testing

extension Trait where Self == ConditionTrait {
    /// For what only SQLite tells: its plans do not depend on how full the tables are.
    static var onSQLite: Self { .enabled(if: DatabaseKind.usual == .sqlite, "only SQLite tells this") }
}
