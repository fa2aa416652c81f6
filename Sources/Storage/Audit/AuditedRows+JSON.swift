import Domain

extension AuditedRows {
    /// SQL for a row as a JSON object, in text: times in milliseconds since 1970, flags as true and false, lists as lists.
    func json(_ dialect: Dialect) -> String {
        let members = columns.map { "'\($0.name)', \($0.jsonValue(dialect))" }.joined(separator: ", ")
        return "CAST(\(dialect == .sqlite ? "json_object" : "json_build_object")(\(members)) AS TEXT)"
    }
}

extension Field {
    fileprivate func jsonValue(_ dialect: Dialect) -> String {
        let value = expression ?? name
        switch (kind, dialect) {
        case (.boolean, .sqlite): return "json(CASE WHEN \(value) = 1 THEN 'true' WHEN \(value) = 0 THEN 'false' END)"
        case (.boolean, .postgres): return "(\(value)) = 1"
        case (.textList, .sqlite), (.objects, .sqlite): return "json(\(value))"
        case (.textList, .postgres), (.objects, .postgres): return "CAST(\(value) AS JSON)"
        default: return value
        }
    }
}
