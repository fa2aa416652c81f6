import Domain

/// One step of the schema. Released steps never change: their checksum is kept in the database.
package struct Migration: Sendable {
    package var number: Int64
    package var name: String
    /// Statements for every database; `{{identity}}` stands for a column that numbers its rows by itself. One that begins with
    /// `{{sqlite}}` or `{{postgres}}` is for that one alone.
    package var statements: [String]

    package static let all: [Migration] = [
        .firstSchema, .deliveries, .audiences, .agents, .outreach, .triggers, .batches, .sequences, .modelCalls, .grounding, .assistant,
        .modelAccounts, .answersUnderWay, .guardedAutonomy, .draftLife, .providerAllowances, .accounts, .auditTrail, .rateAllowances, .rights,
        .messageSubjects, .secondFactors, .factsVersions, .sessionProofs, .rowLevelSecurity, .accountMails, .caseFolding, .alternatives,
        .runsOfOccurrences, .checksOfDomains, .eventsOfWorkspaces, .factsInOrder, .leanerIndexes, .contactTimes, .numbersInOrder, .histories,
        .runsQueuedAgain, .dueOfWorkspaces,
    ]

    /// Tells an edited step from the released one.
    package var checksum: String { Fingerprint.of(statements.joined(separator: ";")) }
}
