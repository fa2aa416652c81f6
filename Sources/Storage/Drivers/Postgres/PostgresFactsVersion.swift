import Domain

/// Keeps a number for each person that goes up with whatever changes of what messages draw on, so that what was read once need
/// not be read again.
///
/// Triggers keep it (migration 23), in the transaction of the change itself: no path to a row can miss them, and no reader
/// sees the one without the other. Who changes a person's facts waits for another change of the same person's to end.
enum PostgresFactsVersion {
    static func statement(of person: Person) -> SQL {
        SQL(
            "SELECT version FROM facts_versions WHERE workspace_id = $1 AND user_id = $2",
            [.workspace(person.workspace), .integer(person.user)]
        ).quick().joining(joint)
    }

    private static let joint = JointForm(
        "SELECT version, user_id FROM \(JointForm.callers), facts_versions WHERE \(JointForm.own("workspace_id = $1 AND user_id = $2"))",
        [.integer, .integer], by: 2, inColumn: 1)
}
