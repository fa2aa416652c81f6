import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

/// On 31 January 2026.
@Suite struct `What a file brings as ended` {
    private func ended(_ text: String, _ kind: ImportKind = .deals) async throws -> [[String]] {
        var found: [[String]] = []
        try await ImportFixture.with { fixture in
            try await fixture.load(kind, text)
            let again = try await fixture.load(kind, text)
            #expect(again.created == 0 && again.updated == 0)
            let time = kind == .deals ? "closed_at" : "completed_at"
            found = try await fixture.rows(kind.table.name, "status, \(time)").map { row in
                [row[0], Int64(row[1]).map { Timestamp(milliseconds: $0).rfc3339 } ?? ""]
            }
        }
        return found
    }

    private static let lastYear = "2025-03-31T12:00:00.000Z"
    private static let now = "2026-01-31T09:00:00.000Z"

    @Test(arguments: [
        "Company,Deal Stage,Close Date\nAcme,Closed Won (Sales Pipeline),2025-03-31 00:00\n",
        "Customer,Status,Deal - Won time\nAcme,won,2025-03-31 10:11:12\n",
        "Customer,Status,Won time,Lost time\nAcme,won,2025-03-31,\n",
        "Customer,Status,Closed date,Expected close date\nAcme,won,2025-03-31,2025-12-01\n",
    ]) func `a deal is won on the day that the file says`(text: String) async throws {
        #expect(try await ended(text) == [["won", Self.lastYear]])
    }

    @Test func `a deal is lost on the day that the file says`() async throws {
        #expect(try await ended("Customer,Status,Won time,Lost time\nAcme,lost,,31.03.2025\n") == [["lost", Self.lastYear]])
    }

    @Test func `a deal is won today where the file names no day, or one to come`() async throws {
        #expect(try await ended("Customer,Status,Close Date\nAcme,won,\nBell,won,2026-12-31\n") == [["won", Self.now], ["won", Self.now]])
    }

    @Test func `an open deal has not ended, whatever day it is to close on`() async throws {
        #expect(try await ended("Customer,Status,Close Date\nAcme,open,2025-03-31\n") == [["open", ""]])
    }

    @Test(arguments: ["Name,Completed At\nCall,2025-03-31\nVisit,\n", "Title,Completed\nCall,2025-03-31\nVisit,no\n"])
    func `a task was done on the day that the file says, which tells that it is`(text: String) async throws {
        #expect(try await ended(text, .tasks) == [["done", Self.lastYear], ["pending", ""]])
    }

    @Test func `a day that is none makes a bad row`() async throws {
        try await ImportFixture.with { fixture async throws in
            let report = try await fixture.load(.deals, "Customer,Status,Won time\nAcme,won,some day\n")
            #expect(report.lines == [2] && report.problems[0].message.hasPrefix("Won time must be a date"))
        }
    }

    @Test func `the day is one of the workspace's`() async throws {
        try await ImportFixture.with { fixture async throws in
            _ = try await fixture.store.commit(SQL("UPDATE workspaces SET time_zone = 'Pacific/Auckland'"))
            try await fixture.load(.deals, "Customer,Status,Won time\nAcme,won,2025-06-30\n")
            #expect(try await fixture.rows("deals", "closed_at") == [["\(Timestamp(rfc3339: "2025-06-30T00:00:00.000Z")!.milliseconds)"]])
        }
    }
}
