extension Migration {
    /// Messages to contacts have a subject.
    static let messageSubjects = Migration(
        number: 21, name: "message_subjects",
        statements: [
            "ALTER TABLE communications ADD COLUMN subject TEXT",
            "ALTER TABLE communications ADD COLUMN written_subject TEXT",
            "ALTER TABLE communications ADD COLUMN subject_findings TEXT NOT NULL DEFAULT '[]'",
        ]
    )
}
