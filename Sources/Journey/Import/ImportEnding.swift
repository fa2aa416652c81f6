import Domain
import Foundation
import Storage

/// When a deal was won or lost, or a task done, as a file tells: importing it ends nothing anew.
struct ImportEnding: Sendable {
    /// Where a row has the time, and how it stands.
    private let time: Int
    private let status: Int
    private let kind: ImportKind
    private let header: ImportHeader
    private let zone: TimeZone
    private let today: LocalDate
    private let expected: Int?

    /// Nil for a kind that does not end.
    init?(_ kind: ImportKind, header: ImportHeader, columns: [Field], zone: TimeZone, now: Timestamp) {
        func place(_ name: String) -> Int? { columns.firstIndex { $0.name == name } }
        guard let status = place("status"), let time = place("closed_at") ?? place("completed_at") else { return nil }
        (self.kind, self.header, self.zone, self.status, self.time) = (kind, header, zone, status, time)
        expected = place("expected_close_date")
        today = now.localDate(in: zone)
    }

    /// The values of a record with the time at which it ended: noon of the day that the file names, if that has come.
    ///
    /// - Parameter text: what a column of the file says; nil for nothing.
    /// - Throws: `ValidationError` for what is no day.
    func adding(to given: [SQLValue?], _ text: (String) -> String?) throws(ValidationError) -> [SQLValue?] {
        var given = given
        let column = columns(given[status]).first { text($0) != nil }
        var day = try column.flatMap(text).map { text throws(ValidationError) in try ImportDate.day(text, field: header.title(of: column ?? "")) }
        if kind == .tasks {
            day = day ?? text("status").flatMap { try? ImportDate.day($0, field: "status") }
            if day != nil, given[status] == nil { given[status] = .text("done") }
        } else if case .text(let text)?? = expected.map({ given[$0] }) {
            // A deal's one "Close Date" is when it was closed, once it is.
            day = day ?? LocalDate(text)
        }
        guard let day, day <= today, let status = given[status], Self.ended.contains(status) else { return given }
        given[time] = .time(day.instant(at: TimeOfDay(hour: 12), in: zone))
        return given
    }

    private static let ended: Set<SQLValue> = [.text("won"), .text("lost"), .text("done")]

    /// Which may name the day.
    private func columns(_ status: SQLValue?) -> [String] {
        switch (kind, status) {
        case (.tasks, _): ["completed_at"]
        case (_, .text("won")): ["closed_at", "won_at"]
        case (_, .text("lost")): ["closed_at", "lost_at"]
        default: ["closed_at"]
        }
    }
}
