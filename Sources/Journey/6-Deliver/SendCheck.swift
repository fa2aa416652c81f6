package import Domain
import Storage

/// Asks the rules whether contacts may be written to now, for many messages at once.
struct SendCheck: Sendable {
    enum Verdict: Equatable, Sendable {
        case clear
        /// Nothing stands in the way but the hour.
        case early(until: Timestamp)
        case barred(BrokenRule)
        /// There is no such contact any more.
        case gone
    }

    let store: any Store
    let clock: WallClock

    /// The rules of a workspace now.
    ///
    /// - Throws: `RowNotFound`, `StoreError`.
    func calendar(of workspace: WorkspaceID) async throws -> ContactCalendar {
        try await ContactPlanning(store: store).calendar(of: workspace, at: clock.now())
    }

    func verdict(on subject: SendSubject, in workspace: WorkspaceID, by calendar: ContactCalendar) async throws -> Verdict {
        try await verdicts(on: [subject], in: workspace, by: calendar)[subject] ?? .gone
    }

    /// - Throws: `StoreError`.
    func verdicts(
        on subjects: [SendSubject], in workspace: WorkspaceID, by calendar: ContactCalendar
    ) async throws -> [SendSubject: Verdict] {
        try await judgements(on: subjects, in: workspace, by: calendar).mapValues(\.verdict)
    }

    /// A verdict, and when the contact's day began.
    struct Judgement: Equatable, Sendable {
        var verdict: Verdict
        var contactDayBegins: Timestamp?
    }

    /// - Throws: `StoreError`.
    func judgements(
        on subjects: [SendSubject], in workspace: WorkspaceID, by calendar: ContactCalendar
    ) async throws -> [SendSubject: Judgement] {
        guard !subjects.isEmpty else { return [:] }
        let rows = try await store.read(SendRules.check(subjects, in: workspace, calendar: calendar))
        let known = Dictionary(rows.map { (Place(contact: $0.integer(0), run: $0.integer(3)), $0) }) { first, _ in first }
        return Dictionary(
            subjects.map { subject in
                (subject, known[Place(contact: subject.contact, run: subject.run)].map(Self.judgement) ?? Judgement(verdict: .gone))
            }
        ) { first, _ in first }
    }

    /// What a row of the answer is about.
    private struct Place: Hashable {
        var contact: Int64
        var run: Int64
    }

    private static func judgement(_ row: Row) -> Judgement {
        Judgement(verdict: verdict(row), contactDayBegins: row.optionalInteger(4).map(Timestamp.init(milliseconds:)))
    }

    private static func verdict(_ row: Row) -> Verdict {
        if let rule = row.optionalText(1).flatMap(Rule.init) { return .barred(BrokenRule(rule)) }
        return row.optionalInteger(2).map { .early(until: Timestamp(milliseconds: $0)) } ?? .clear
    }
}

/// A rule that keeps a message from a contact.
package struct BrokenRule: Error, Equatable, Sendable {
    package var rule: Rule

    package init(_ rule: Rule) { self.rule = rule }

    package var key: String { rule.rawValue }
    package var sentence: String { rule.sentence }
}
