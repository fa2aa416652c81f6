import Domain
import Foundation
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct ImporterTests {
    private static let people =
        "Name,E-mail,Company,Stage\nHarbour Hotel,desk@harbour.example,Harbour Group,Lead\nCity Bakery,shop@city.example,,customer\n"

    @Test func `new rows are created and belong to the user they are imported for`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.addUser(2, email: "Dana@office.example")
            #expect(try await fixture.load(.contacts, Self.people, user: 2).counts == [2, 0, 0, 0])
            #expect(
                try await fixture.rows("contacts", "user_id, name, email, company, stage, sample, version") == [
                    ["2", "Harbour Hotel", "desk@harbour.example", "Harbour Group", "lead", "0", "1"],
                    ["2", "City Bakery", "shop@city.example", "", "customer", "0", "1"],
                ])
        }
    }

    @Test func `known rows are changed where the file says otherwise, and an empty cell says nothing`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.contacts, Self.people)
            fixture.clock.advance(by: .seconds(60))
            let report = try await fixture.load(
                .contacts, "name,email,company,stage\n,DESK@harbour.example,,Qualified\nCity Bakery,shop@city.example,,\n")
            #expect(report.counts == [0, 1, 1, 0])
            #expect(
                try await fixture.rows("contacts", "name, email, company, stage, version, updated_at - created_at") == [
                    ["Harbour Hotel", "DESK@harbour.example", "Harbour Group", "qualified", "2", "60000"],
                    ["City Bakery", "shop@city.example", "", "customer", "1", "0"],
                ])
        }
    }

    @Test func `a contact's consent and time zone are read in other systems' words`() async throws {
        try await ImportFixture.with { fixture in
            let report = try await fixture.load(
                .contacts, "Name,Marketing Consent,Time zone\nHarbour Hotel,Yes,Europe/Berlin\nCity Bakery,unsubscribed,\nSpa,,\nInn,perhaps,\n")
            #expect(report.counts == [3, 0, 0, 1])
            #expect(report.lines == [5])
            #expect(
                try await fixture.rows("contacts", "name, consent, time_zone") == [
                    ["Harbour Hotel", "given", "Europe/Berlin"], ["City Bakery", "withdrawn", ""], ["Spa", "unknown", ""],
                ])
        }
    }

    @Test(arguments: [
        (ImportKind.contacts, people),
        (.contacts, "Name,Company\nHarbour Hotel,Harbour Group\nHarbour Hotel,\nHarbour Hotel,Spa\n"),
        (.contacts, "ID,Name\nC-1,Harbour Hotel\nC-2,Harbour Hotel\n"),
        (.deals, "Customer,Product,Amount,Status\nHarbour Hotel,SaaS,\"1,200.50\",Closed Won\nHarbour Hotel,Support,5,pending\nHarbour Hotel,,,\n"),
        (.tasks, "Title,Due,Status\nCall Harbour Hotel,31.01.2026,Completed\nCall Harbour Hotel,,\nCall Harbour Hotel,01.02.2026,open\n"),
        (.targets, "Product,Goal,Actual\nSaaS,\"1,000\",7\nSupport,5,\n"),
    ])
    func `importing a file twice changes nothing`(kind: ImportKind, text: String) async throws {
        try await ImportFixture.with { fixture in
            let first = try await fixture.load(kind, text)
            let before = try await fixture.rows(kind.rawValue, "*")
            #expect(first.counts == [before.count, 0, 0, 0])
            fixture.clock.advance(by: .seconds(60))
            #expect(try await fixture.load(kind, text).counts == [0, 0, before.count, 0])
            #expect(try await fixture.rows(kind.rawValue, "*") == before)
        }
    }

    @Test func `bad rows are told with line and reason while good rows go in`() async throws {
        try await ImportFixture.with { fixture in
            let text =
                "Name,Email\nGood,good@a.example\n\"Two\nlines\",nobody\n,empty@a.example\nLast,last@a.example,too,much\n\"open,x\nFine,fine@a.example\n"
            let report = try await fixture.load(.contacts, text)
            #expect(report.counts == [2, 0, 0, 4])
            #expect(report.lines == [3, 5, 6, 7])
            #expect(report.problems[0].message == "email must be an e-mail address such as sales@example.com.")
            #expect(report.problems[1].message == "name must not be empty.")
            #expect(try await fixture.rows("contacts", "name") == [["Good"], ["Fine"]])
        }
    }

    @Test func `every fault of a row is told`() async throws {
        try await ImportFixture.with { fixture in
            let report = try await fixture.load(.tasks, "Title,Due,Status\nCall,soon,perhaps\n")
            #expect(
                report.problems.map(\.message) == [
                    "status must be one of pending, done, cancelled. due_date must be a date written as YYYY-MM-DD, such as 2026-01-31; \"soon\" could not be read."
                ])
        }
    }

    @Test func `words of other systems are understood, and what follows from them is set`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(
                .deals,
                "Client,Product,Value,Currency,Deal stage,Close date\nHarbour Hotel,SaaS,1.200,jpy,Closed-Won,12/31/2026\nCity Bakery,SaaS,7,,Pending,\n"
            )
            #expect(
                try await fixture.rows("deals", "customer, status, amount_minor, currency, expected_close_date, closed_at") == [
                    ["Harbour Hotel", "won", "1200", "JPY", "2026-12-31", String(ImportFixture.start.milliseconds)],
                    ["City Bakery", "open", "700", "", "", ""],
                ])
            try await fixture.load(.tasks, "Task,Status,Type\nMeet the bakery,completed,\nSend the quote,not started,E-Mail\n")
            #expect(
                try await fixture.rows("tasks", "title, status, kind, completed_at") == [
                    ["Meet the bakery", "done", "meeting", String(ImportFixture.start.milliseconds)], ["Send the quote", "pending", "email", ""],
                ])
        }
    }

    @Test func `a row with two currencies is bad, and one whose sign may be the currency's is not`() async throws {
        try await ImportFixture.with { fixture in
            let report = try await fixture.load(
                .deals,
                "Customer,Value,Currency\nHarbour Hotel,€ 5,USD\nCity Bakery,$ 5,CAD\nSpa,5 EUR,usd\nGarden Inn,5 EUR,eur\nInn,$ 5,CLP\nSpa,$ 5,EUR\n"
            )
            #expect(report.lines == [2, 4, 7])
            #expect(report.problems[0].message == "Currency is \"USD\", and Value is \"€ 5\": give both the same currency.")
            #expect(try await fixture.rows("deals", "customer, currency") == [["City Bakery", "CAD"], ["Garden Inn", "EUR"], ["Inn", "CLP"]])
        }
    }

    @Test(arguments: ["sep=;\r\n", "SEP=|\n"]) func `a first line that names the separator is followed, and is no header`(line: String) async throws {
        try await ImportFixture.with { fixture in
            let mark = line.contains(";") ? ";" : "|"
            try await fixture.load(.deals, "\(line)Customer\(mark)Product\nHarbour Hotel\(mark)Map, large\n")
            #expect(try await fixture.rows("deals", "customer, product") == [["Harbour Hotel", "Map, large"]])
        }
    }

    @Test func `a changed status moves the time that follows from it, an unchanged one does not`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.deals, "ID,Customer,Status\nD-1,Harbour Hotel,open\nD-2,City Bakery,won\n")
            fixture.clock.advance(by: .seconds(60))
            try await fixture.load(.deals, "ID,Customer,Status,Product\nD-1,Harbour Hotel,won,SaaS\nD-2,City Bakery,won,SaaS\n")
            let start = ImportFixture.start.milliseconds
            #expect(try await fixture.rows("deals", "closed_at, version") == [[String(start + 60_000), "2"], [String(start), "2"]])
        }
    }

    @Test func `a row's owner is a user's id or address, and an unknown one makes it bad`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.addUser(2, email: "Dana@office.example")
            let report = try await fixture.load(
                .targets, "Product,Target,Owner\nSaaS,5,2\nSupport,5,dana@OFFICE.example\nTraining,5,\nSpa,5,nobody@x.example\nHotel,5,77\n")
            #expect(report.counts == [3, 0, 0, 2])
            #expect(report.lines == [5, 6])
            #expect(try await fixture.rows("targets", "product, user_id") == [["SaaS", "2"], ["Support", "2"], ["Training", "1"]])
        }
    }

    @Test func `the same product of another user is another target`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.addUser(2, email: "dana@office.example")
            try await fixture.load(.targets, "Product,Target\nSaaS,5\n")
            #expect(try await fixture.load(.targets, "Product,Target\nSaaS,5\n", user: 2).created == 1)
        }
    }

    @Test func `first and last name make a name`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.contacts, "First Name,Last Name,Email\nFront,Desk,a@a.example\n,Reception,b@a.example\n")
            #expect(try await fixture.rows("contacts", "name") == [["Front Desk"], ["Reception"]])
        }
    }

    @Test func `a deal is linked to the contact whose address or id it names, where that is known`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.contacts, "ID,Name,Email\nC-1,Harbour Hotel,desk@harbour.example\nC-2,City Bakery,\n")
            let text = "Customer,Contact\nHarbour Hotel,Desk@Harbour.example\nCity Bakery,C-2\nGarden Inn,nobody@x.example\n,nobody@y.example\n"
            let report = try await fixture.load(.deals, text)
            #expect(try await fixture.rows("deals", "customer, contact_id") == [["Harbour Hotel", "1"], ["City Bakery", "2"], ["Garden Inn", ""]])
            #expect(report.unknownContacts == 1)
            #expect(try await fixture.load(.deals, text).counts == [0, 0, 3, 1])
        }
    }

    @Test func `stages that the agents do not know are counted, and go in`() async throws {
        try await ImportFixture.with { fixture in
            let text = "Name,Stage\nHarbour Hotel,Prospect\nCity Bakery,prospect\nGarden Inn,customer\nMill Shop,New\nOld Mill,\n,cold\n"
            let report = try await fixture.load(.contacts, text)
            #expect(report.counts == [5, 0, 0, 1] && report.ownStages == ["prospect": 2])
            let deals = try await fixture.load(.deals, "Customer,Status\nHarbour Hotel,prospect\n")
            #expect(deals.ownStages.isEmpty)
        }
    }

    @Test func `a file in Latin-1 has bad rows, not broken names`() async throws {
        try await ImportFixture.with { fixture in
            let report = try await fixture.load(
                .contacts, bytes: Array("Name,Email\nCaf".utf8) + [0xE9] + Array(",a@b.example\nSpa,c@d.example\n".utf8))
            #expect(report.counts == [1, 0, 0, 1])
            #expect(report.problems.map(\.message) == ["The row is not valid UTF-8: save the file as \"CSV UTF-8\"."])
        }
    }

    @Test func `an unusable file or user stops the import before anything is written`() async throws {
        try await ImportFixture.with { fixture async throws in
            await #expect(throws: UnusableFile.self) { try await fixture.load(.contacts, "Colour,Size\nblue,3\n") }
            await #expect(throws: UnusableFile.self) { try await fixture.load(.contacts, "") }
            await #expect(throws: UnusableFile.self) { try await fixture.load(.contacts, Self.people, user: 9) }
            #expect(throws: UnusableFile.self) { try CSVFile(path: fixture.database.folder.path()) }
            #expect(throws: UnusableFile.self) { try CSVFile(path: "/nowhere.csv") }
            #expect(try await fixture.rows("contacts", "id").isEmpty)
        }
    }

    @Test func `ends where another has taken over the key that it was asked under, with what it was at undone`() async throws {
        try await ImportFixture.with { fixture in
            let start = IdempotencyKeys.start(.first, key: "k", fingerprint: "f", owner: "one", now: fixture.clock.now)
            _ = try await fixture.store.commit(start)
            let bytes = Array(Self.people.utf8)
            let file = CSVFile(size: bytes.count) { Array(bytes[$0]) }
            func importing(as owner: String) async throws -> ImportReport {
                let besides: @Sendable (Timestamp) -> [SQL] = { [IdempotencyKeys.hold(.first, key: "k", owner: owner, now: $0)] }
                return try await Importer(store: fixture.store, clock: fixture.clock.wall, besides: besides).run(.contacts, file: file)
            }
            await #expect(throws: LostKey()) { try await importing(as: "another") }
            #expect(try await fixture.rows("contacts", "id").isEmpty)
            #expect(try await importing(as: "one").created == 2)
        }
    }

    @Test func `progress ends at the whole file and counts its rows`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.contacts, Self.people)
            var last: ImportProgress?
            let file = try CSVFile(path: fixture.database.folder.appending(path: "rows.csv").path())
            _ = try await Importer(store: fixture.store, clock: fixture.clock.wall).run(.contacts, file: file) { last = $0 }
            #expect(last?.rows == 2)
            #expect(last?.fraction == 1)
        }
    }

    @Test func `after very many new rows PostgreSQL knows at once how many there are`() async throws {
        try await TemporaryDatabase.with(.postgres) { database in
            let fixture = ImportFixture(database: database)
            let known = SQL("SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE relname = 'contacts' AND relkind = 'r'")
            let text = "Name,Email\n" + (1...1200).map { "Contact \($0),c\($0)@example.com\n" }.joined()
            try await fixture.load(.contacts, text, isDryRun: true)
            #expect(try await fixture.store.read(known)[0].integer(0) < 1000)
            try await fixture.load(.contacts, text)
            #expect(try await fixture.store.read(known)[0].integer(0) == 1200)
        }
    }
}
