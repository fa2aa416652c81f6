import Domain
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

    func verdict(on subject: SendSubject, in workspace: WorkspaceID) async throws -> Verdict {
        try await verdicts(on: [subject], in: workspace)[subject] ?? .gone
    }

    /// - Throws: `StoreError`.
    func verdicts(on subjects: [SendSubject], in workspace: WorkspaceID) async throws -> [SendSubject: Verdict] {
        guard !subjects.isEmpty else { return [:] }
        let now = clock.now()
        let rounds = Self.rounds(Set(subjects))
        let answers = try await store.read(rounds.map { SendRules.check($0, in: workspace, calendar: ContactCalendar(), now: now) })
        var verdicts = Dictionary(subjects.map { ($0, Verdict.gone) }) { first, _ in first }
        for (round, rows) in zip(rounds, answers) {
            let rows = Dictionary(rows.map { ($0.integer(0), $0) }) { first, _ in first }
            for subject in round { verdicts[subject] = rows[subject.contact].map { Self.verdict($0, now: now) } ?? .gone }
        }
        return verdicts
    }

    private static func verdict(_ row: Row, now: Timestamp) -> Verdict {
        if let rule = row.optionalText(1) { return .barred(BrokenRule(key: rule)) }
        guard let time = row.optionalInteger(2).map(Timestamp.init(milliseconds:)), time > now else { return .clear }
        return .early(until: time)
    }

    /// The answer names contacts, so each contact is asked about once in a statement; hardly ever is there a second one.
    private static func rounds(_ subjects: Set<SendSubject>) -> [[SendSubject]] {
        var rounds: [[SendSubject]] = []
        for group in Dictionary(grouping: subjects, by: \.contact).values {
            for (index, subject) in group.enumerated() {
                if index == rounds.count { rounds.append([]) }
                rounds[index].append(subject)
            }
        }
        return rounds
    }
}

/// A rule that keeps a message from a contact.
package struct BrokenRule: Error, Equatable, Sendable {
    package var key: String

    /// The rule in words.
    package var sentence: String { Self.sentences[key] ?? "The rule \(key) keeps the contact from being written to." }

    private static let sentences = [
        "no_address": "The contact has no e-mail address.",
        "no_consent": "The contact has not agreed to be written to, or has withdrawn its consent.",
        "suppressed": "The contact's address is on the suppression list.",
        "replied": "The contact has written meanwhile: read its message first.",
    ]
}
