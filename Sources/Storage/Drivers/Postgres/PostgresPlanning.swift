/// How PostgreSQL is to plan our statements.
///
/// Nearly all of them are about one row or a few, by an index made for them, and are prepared: planning such a statement
/// costs more than carrying it out, and its values never call for another plan.
enum PostgresPlanning {
    /// A session's own.
    static let settings: KeyValuePairs = [
        "enable_seqscan": "off", "enable_bitmapscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off",
        "plan_cache_mode": "force_generic_plan",
    ]

    /// For one transaction of a session that has them not.
    static let byIndexes = setting { $1 }
    /// For one transaction of a session that has them.
    static let byStatistics = setting { name, _ in name == "plan_cache_mode" ? "auto" : "on" }

    /// For the rest of a transaction with statements that are planned for each call: by their values, and in an index's order
    /// where there is one, since the first few of very many rows are wanted.
    static let anew = SQL("SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_sort', 'off', true)")

    /// Around a statement whose rows are to come in an index's order.
    static let inIndexOrder = SQL("SELECT set_config('enable_sort', 'off', true)")
    static let inAnyOrder = SQL("SELECT set_config('enable_sort', 'on', true)")

    private static func setting(_ value: (_ name: String, _ own: String) -> String) -> SQL {
        SQL("SELECT " + settings.map { "set_config('\($0)', '\(value($0, $1))', true)" }.joined(separator: ", "))
    }
}
