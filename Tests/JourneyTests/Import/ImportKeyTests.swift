import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Journey

/// Which stored row a row of a file is about.
@Suite struct ImportKeyTests {
    @Test func `an external id goes before the e-mail address`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.contacts, "ID,Name,Email\nC-1,Harbour Hotel,old@harbour.example\n")
            #expect(try await fixture.load(.contacts, "ID,Name,Email\nC-1,Harbour Hotel,new@harbour.example\n").counts == [0, 1, 0, 0])
            #expect(try await fixture.rows("contacts", "external_id, email") == [["C-1", "new@harbour.example"]])
        }
    }

    @Test func `a contact known by its address gets the id that the file brings`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.contacts, "Name,Email\nHarbour Hotel,desk@harbour.example\n")
            #expect(try await fixture.load(.contacts, "ID,Name,Email\nC-1,Harbour Hotel,Desk@Harbour.example\n").counts == [0, 1, 0, 0])
            #expect(try await fixture.rows("contacts", "external_id, version") == [["C-1", "2"]])
        }
    }

    @Test func `an address that belongs to another id makes a bad row, not a failed batch`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.contacts, "ID,Name,Email\nC-1,Harbour Hotel,desk@harbour.example\nC-2,City Bakery,shop@city.example\n")
            let text = "ID,Name,Email\nC-3,Spa,DESK@harbour.example\nC-2,Bakery,desk@harbour.example\nC-4,Inn,inn@inn.example\n"
            let report = try await fixture.load(.contacts, text)
            #expect(report.counts == [1, 0, 0, 2])
            #expect(report.lines == [2, 3])
            #expect(report.problems[0].message == "email DESK@harbour.example is already that of the contact with external_id C-1.")
            #expect(try await fixture.rows("contacts", "name") == [["Harbour Hotel"], ["City Bakery"], ["Inn"]])
        }
    }

    @Test func `an address that one row gives up can go to another in the same file`() async throws {
        for isDryRun in [true, false] {
            try await ImportFixture.with { fixture in
                try await fixture.load(.contacts, "ID,Name,Email\nC-1,Harbour Hotel,a@a.example\nC-2,City Bakery,b@a.example\n")
                let text = "ID,Name,Email\nC-2,City Bakery,c@a.example\nC-1,Harbour Hotel,b@a.example\nC-3,Spa,a@a.example\n"
                #expect(try await fixture.load(.contacts, text, isDryRun: isDryRun).counts == [1, 2, 0, 0])
                guard !isDryRun else { return }
                #expect(
                    try await fixture.rows("contacts", "external_id, email") == [
                        ["C-1", "b@a.example"], ["C-2", "c@a.example"], ["C-3", "a@a.example"],
                    ])
            }
        }
    }

    @Test func `contacts without address and id are told apart by name and company`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.contacts, "Name,Email,Company\nReception,desk@harbour.example,Harbour\n")
            let report = try await fixture.load(.contacts, "Name,Company,Phone\nReception,Harbour,1\nReception,City,2\nReception,City,3\n")
            #expect(report.counts == [2, 1, 0, 0])
            #expect(try await fixture.rows("contacts", "company, phone") == [["Harbour", ""], ["Harbour", "1"], ["City", "3"]])
        }
    }

    @Test func `a row with an id takes over one without, and one without finds one with`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.deals, "Customer,Product\nHarbour Hotel,SaaS\n")
            let text = "ID,Customer,Product\nD-1,Harbour Hotel,SaaS\nD-2,Harbour Hotel,SaaS\n"
            #expect(try await fixture.load(.deals, text).counts == [1, 1, 0, 0])
            #expect(try await fixture.load(.deals, text).counts == [0, 0, 2, 0])
            #expect(try await fixture.load(.deals, "Customer,Product,Status\nHarbour Hotel,SaaS,won\n").counts == [0, 1, 0, 0])
            #expect(try await fixture.rows("deals", "external_id, status") == [["D-1", "won"], ["D-2", "open"]])
        }
    }

    @Test func `tasks of one title differ by their day, also by having none`() async throws {
        try await ImportFixture.with { fixture async throws in
            let text = "Title,Due\nCall,2026-01-31\nCall,2026-02-01\nCall,\n"
            #expect(try await fixture.load(.tasks, text).counts == [3, 0, 0, 0])
            #expect(try await fixture.load(.tasks, "Title,Due,Status\nCall,,done\nCall,31.01.2026,done\n").counts == [0, 2, 0, 0])
            #expect(try await fixture.rows("tasks", "due_date, status") == [["2026-01-31", "done"], ["2026-02-01", "pending"], ["", "done"]])
        }
    }

    @Test func `rows of another workspace are neither found nor in the way`() async throws {
        try await ImportFixture.with { fixture in
            let text = "ID,Name,Email\nC-1,Harbour Hotel,desk@harbour.example\n"
            try await fixture.load(.contacts, text)
            _ = try await fixture.store.commit([
                SQL("INSERT INTO workspaces (id, name, time_zone, created_at, updated_at, version) VALUES (2, 'Second', 'UTC', 0, 0, 1)"),
                SQL("INSERT INTO users (workspace_id, id, name, created_at, updated_at, version) VALUES (2, 1, '', 0, 0, 1)"),
            ])
            let file = try CSVFile(path: fixture.database.folder.appending(path: "rows.csv").path())
            let report = try await Importer(store: fixture.store, clock: fixture.clock.wall, workspace: WorkspaceID(2)).run(.contacts, file: file)
            #expect(report.counts == [1, 0, 0, 0])
            #expect(try await fixture.rows("contacts", "workspace_id, version") == [["1", "1"], ["2", "1"]])
        }
    }
}
