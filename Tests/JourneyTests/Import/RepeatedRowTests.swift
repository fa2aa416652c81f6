import Domain
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Journey

/// Rows of one file that speak of the same thing, near and far apart.
@Suite struct RepeatedRowTests {
    /// The rows at both ends of a file of some thousand others.
    private func apart(_ header: String, _ first: String, _ last: String, filler: (Int) -> String) -> String {
        ([header, first] + (0..<2500).map(filler) + [last]).joined(separator: "\n")
    }

    @Test func `the later row changes the earlier one`() async throws {
        try await ImportFixture.with { fixture async throws in
            let text =
                "Name,Email,Stage\nHarbour,desk@harbour.example,lead\nHarbour Hotel,DESK@harbour.example,\nHarbour Hotel,desk@harbour.example,customer\n"
            #expect(try await fixture.load(.contacts, text).counts == [1, 2, 0, 0])
            #expect(try await fixture.rows("contacts", "name, stage, version") == [["Harbour Hotel", "customer", "1"]])
        }
    }

    @Test func `so it does across batches and in a dry run, and a second import changes nothing`() async throws {
        try await ImportFixture.with { fixture in
            let text = apart("Name,Email,Stage", "Harbour,desk@harbour.example,lead", "Hotel,Desk@harbour.example,customer") {
                "N\($0),n\($0)@a.example,"
            }
            #expect(try await fixture.load(.contacts, text, isDryRun: true).counts == [2501, 1, 0, 0])
            #expect(try await fixture.rows("contacts", "id").isEmpty)
            #expect(try await fixture.load(.contacts, text).counts == [2501, 1, 0, 0])
            let before = try await fixture.rows("contacts", "*")
            #expect(before.count == 2501)
            #expect(try await fixture.load(.contacts, text).counts == [0, 0, 2502, 0])
            #expect(try await fixture.rows("contacts", "*") == before)
        }
    }

    @Test func `rows are joined by address as well as by id`() async throws {
        let text = apart("ID,Name,Email", "C-1,Harbour,desk@harbour.example", ",Harbour Hotel,desk@harbour.example") { "F-\($0),N\($0)," }
        for isDryRun in [true, false] {
            try await ImportFixture.with { fixture async throws in
                #expect(try await fixture.load(.contacts, text, isDryRun: isDryRun).counts == [2501, 1, 0, 0])
            }
        }
    }

    @Test func `an address claimed by two ids is refused at the second, also far apart and in a dry run`() async throws {
        let text = apart("ID,Name,Email", "C-1,Harbour,desk@harbour.example", "C-2,Bakery,desk@harbour.example") { "F-\($0),N\($0)," }
        for isDryRun in [true, false] {
            try await ImportFixture.with { fixture in
                let report = try await fixture.load(.contacts, text, isDryRun: isDryRun)
                #expect(report.counts == [2501, 0, 0, 1])
                #expect(report.lines == [2503])
            }
        }
    }

    @Test func `a dry run knows which addresses earlier rows have given up`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.contacts, "ID,Name,Email\nC-1,Harbour Hotel,a@a.example\n")
            let text = apart("ID,Name,Email", "C-1,Harbour Hotel,b@a.example", "C-2,City Bakery,a@a.example") { "F-\($0),N\($0)," }
            #expect(try await fixture.load(.contacts, text, isDryRun: true).counts == [2501, 1, 0, 0])
            #expect(try await fixture.load(.contacts, text).counts == [2501, 1, 0, 0])
        }
    }

    @Test func `rows that only describe a deal find the one with an id, far apart`() async throws {
        try await ImportFixture.with { fixture async throws in
            let text = apart("ID,Customer,Status", ",Harbour Hotel,open", "D-1,Harbour Hotel,won") { "F-\($0),N\($0),open" }
            #expect(try await fixture.load(.deals, text, isDryRun: true).counts == [2501, 1, 0, 0])
            #expect(try await fixture.load(.deals, text).counts == [2501, 1, 0, 0])
            #expect(try await fixture.load(.deals, text).counts == [0, 0, 2502, 0])
        }
    }

    @Test(arguments: [
        (
            ImportKind.deals, "Account Name,Opportunity Name,Stage,Amount\nForce,Licences,Open,12\nForce,Training,Open,3\nForce,Tools,Closed Won,9\n",
            "customer || ' ' || product || ' ' || amount_minor", ["Force Licences 1200", "Force Training 300", "Force Tools 900"]
        ),
        (
            .deals, "Customer,Amount,Status\nMill,1,open\nMill,2.50,open\nMill,4,won\n", "status || ' ' || amount_minor",
            ["open 100", "open 250", "won 400"]
        ),
        (
            .tasks, "Title,Due,Contact\nCall back,,Anna\nCall back,,Bob\nSend quote,2026-12-01,Anna\nSend quote,2026-12-01,Bob\nCall back,,Bob\n",
            "title", ["Call back", "Call back", "Send quote", "Send quote"]
        ),
    ])
    func `deals and tasks that are described alike are several, unless one says the very same`(
        kind: ImportKind, text: String, shown: String, expected: [String]
    ) async throws {
        try await ImportFixture.with { fixture async throws in
            try await fixture.load(kind, text)
            let before = try await fixture.rows(kind.table.name, "*")
            #expect(try await fixture.rows(kind.table.name, shown).flatMap(\.self).sorted() == expected.sorted())
            let again = try await fixture.load(kind, text)
            #expect(again.created == 0 && again.updated == 0)
            #expect(try await fixture.rows(kind.table.name, "*") == before)
        }
    }

    @Test func `a changed row changes the deal that it is most like, wherever it stands in the file`() async throws {
        try await ImportFixture.with { fixture async throws in
            try await fixture.load(.deals, "Customer,Amount,Expected close date\nMill,1,2026-12-01\nMill,2,2027-01-15\nMill,3,2027-03-01\n")
            let text = "Customer,Amount,Expected close date\nMill,3,2027-03-01\nMill,2.50,2027-01-15\nMill,1,2026-12-01\n"
            #expect(try await fixture.load(.deals, text).counts == [0, 1, 2, 0])
            #expect(try await fixture.rows("deals", "amount_minor, version") == [["100", "1"], ["250", "2"], ["300", "1"]])
        }
    }

    @Test(.timeLimit(.minutes(10))) func `of very many that are described alike each stays itself`() async throws {
        try await ImportFixture.with { fixture async throws in
            let text = "Title,Notes\n" + (0..<300).map { "Call back,Number \($0)\n" }.joined()
            #expect(try await fixture.load(.tasks, text).counts == [300, 0, 0, 0])
            #expect(try await fixture.load(.tasks, text).counts == [0, 0, 300, 0])
        }
    }

    @Test func `a dry run writes nothing`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.targets, "Product,Target\nSaaS,5\n")
            let before = try await fixture.rows("targets", "*")
            #expect(try await fixture.load(.targets, "Product,Target\nSaaS,6\nSupport,7\nSpa,many\n", isDryRun: true).counts == [1, 1, 0, 1])
            #expect(try await fixture.rows("targets", "*") == before)
        }
    }

    @Test func `a row that somebody else adds or changes meanwhile is looked up again`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.contacts, "ID,Name\nC-1,Harbour Hotel\n")
            let store = MeddledStore(
                store: fixture.store,
                meddling: [
                    SQL("UPDATE contacts SET phone = '1', version = version + 1"),
                    SQL(
                        "INSERT INTO contacts (workspace_id, user_id, name, email, created_at, updated_at, version) VALUES (1, 1, 'City', 'A@a.example', 0, 0, 1)"
                    ),
                ])
            let report = try await fixture.load(.contacts, "ID,Name,Email\nC-1,Harbour Inn,\n,City Bakery,a@a.example\n", store: store)
            #expect(report.counts == [0, 2, 0, 0])
            #expect(
                try await fixture.rows("contacts", "name, phone, email, version") == [
                    ["Harbour Inn", "1", "", "3"], ["City Bakery", "", "a@a.example", "2"],
                ])
        }
    }
}

/// Lets somebody else write just before each of the first commits.
private final class MeddledStore: Store {
    private let store: any Store
    private let meddling: Mutex<[SQL]>

    init(store: any Store, meddling: [SQL]) {
        self.store = store
        self.meddling = Mutex(meddling)
    }

    var dialect: Dialect { store.dialect }
    func read(_ statements: [SQL]) async throws -> [[Row]] { try await store.read(statements) }

    func commit(_ statements: [SQL]) async throws -> [[Row]] {
        if let statement = meddling.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { try await store.commit(statement) }
        return try await store.commit(statements)
    }
}
