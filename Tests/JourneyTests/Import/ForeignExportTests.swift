import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `An export of another system` {
    @Test(arguments: ["Done", "Completed"]) func `has done tasks where its column says yes, and waiting ones where it says no`(title: String)
        async throws
    {
        try await ImportFixture.with { fixture async throws in
            let answers = ["FALSE", "false", "No", "no", "0", "", "TRUE", "yes", "x", "1"]
            let rows = answers.enumerated().map { "Task \($0),\($1)\n" }.joined()
            #expect(try await fixture.load(.tasks, "Title,\(title)\n\(rows)").counts == [10, 0, 0, 0])
            let expected = Array(repeating: ["pending"], count: 6) + Array(repeating: ["done"], count: 4)
            #expect(try await fixture.rows("tasks", "status") == expected)
        }
    }

    @Test func `of an address book has names in three parts, and organisations without a person`() async throws {
        try await ImportFixture.with { fixture async throws in
            let text =
                "First Name,Middle Name,Last Name,Organization Name,E-mail 1 - Value,Phone 1 - Value\nAnn,Bea,Cole,Mill,ann@mill.example,555\n,,,Bakery,,777\n"
            #expect(try await fixture.load(.contacts, text).counts == [2, 0, 0, 0])
            #expect(
                try await fixture.rows("contacts", "name, company, email, phone") == [
                    ["Ann Bea Cole", "Mill", "ann@mill.example", "555"], ["Bakery", "Bakery", "", "777"],
                ])
        }
    }

    @Test func `has cancelled tasks where its column of that name says yes`() async throws {
        try await ImportFixture.with { fixture async throws in
            let report = try await fixture.load(.tasks, "Title,Done,Cancelled\nA,yes,no\nB,no,yes\nC,no,\nD,no,perhaps\n")
            #expect(report.lines == [5] && report.problems[0].message == "Cancelled must be yes or no, but is \"perhaps\".")
            #expect(try await fixture.rows("tasks", "title, status") == [["A", "done"], ["B", "cancelled"], ["C", "pending"]])
        }
    }

    @Test(arguments: [
        ("Unsubscribed from all email", "true", "false"), ("Email Opt Out", "1", "0"), ("Opted Out", "Yes", "No"), ("Unsubscribed", "x", ""),
        ("Do Not Contact", "TRUE", "FALSE"), ("Person - Marketing status", "unsubscribed", "subscribed"),
        ("Marketing status", "archived", "no_consent"),
    ])
    func `has those who opted out written to no more, and says nothing of the others`(title: String, yes: String, no: String) async throws {
        try await ImportFixture.with { fixture async throws in
            let text = "Name,\(title),Consent\nAnn,\(yes),given\nBob,\(yes),\nCleo,\(no),given\nDan,\(no),\nEve,\(no),no\nFay,\(yes),yes\n"
            #expect(try await fixture.load(.contacts, text).counts == [6, 0, 0, 0])
            #expect(
                try await fixture.rows("contacts", "name, consent") == [
                    ["Ann", "withdrawn"], ["Bob", "withdrawn"], ["Cleo", "given"], ["Dan", "unknown"], ["Eve", "withdrawn"], ["Fay", "withdrawn"],
                ])
            try await fixture.load(.contacts, "Name,\(title)\nAnn,\(no)\nCleo,\(yes)\n")
            #expect(try await fixture.rows("contacts", "consent").prefix(3) == [["withdrawn"], ["withdrawn"], ["withdrawn"]])
        }
    }

    @Test func `has open deals in stages of its own, and none in a status that nobody knows`() async throws {
        try await ImportFixture.with { fixture async throws in
            let stages = [
                ("Closed Won (Sales Pipeline)", "won"), ("Closed Lost", "lost"), ("Appointment Scheduled", "open"), ("Qualified To Buy", "open"),
                ("Contract Sent (Sales Pipeline)", "open"), ("Lost - price", "lost"), ("Won", "won"), ("Not won yet", "open"),
                ("Closed (Lost)", "lost"),
            ]
            let rows = stages.enumerated().map { "Customer \($0),\($1.0)\n" }.joined()
            #expect(try await fixture.load(.deals, "Associated Company,Deal Stage\n\(rows)").counts == [stages.count, 0, 0, 0])
            #expect(try await fixture.rows("deals", "status") == stages.map { [$0.1] })
            #expect(try await fixture.load(.deals, "Customer,Status\nSpa,Appointment Scheduled\nBar,Closed (no decision)\n").lines == [2, 3])
        }
    }

    @Test func `names owners as users are called, where one alone is called so`() async throws {
        try await ImportFixture.with { fixture async throws in
            try await fixture.addUser(2, email: "maria@office.example", name: "Maria Lopez")
            try await fixture.addUser(3, email: "sam@office.example", name: "Sam")
            try await fixture.addUser(4, email: "sam2@office.example", name: "sam")
            let report = try await fixture.load(
                .contacts, "Name,Contact owner\nAnn,maria LOPEZ\nBob,Sam\nCleo,Nobody\nDan,mailto:sam2@office.example\n")
            #expect(try await fixture.rows("contacts", "name, user_id") == [["Ann", "2"], ["Dan", "4"]])
            #expect(report.lines == [3, 4])
            #expect(report.problems[0].message.contains("several are called Sam") && report.problems[1].message.contains("there is no user Nobody"))
        }
    }

    @Test func `has addresses taken as they are seen, so that they are known again`() async throws {
        try await ImportFixture.with { fixture async throws in
            try await fixture.load(.contacts, "Name,Email\nBob,bob@x.example\n")
            let hidden = ["bob\u{200B}@x.example", "\u{FEFF}bob@x.example", "b\u{AD}ob@x.example", "bob@x.example\u{202E}", "mailto:bob@x.example"]
            for address in hidden {
                #expect(try await fixture.load(.contacts, "Name,Email\nBob,\(address)\n").counts == [0, 0, 1, 0], "\(address.unicodeScalars)")
            }
            let both = "Name,Email\n" + hidden.map { "Bob,\($0)\n" }.joined() + "Bob,BOB@x.example\n"
            #expect(try await fixture.load(.contacts, both).bad == 0)
            #expect(try await fixture.rows("contacts", "email") == [["BOB@x.example"]])
            try await fixture.load(.deals, "Customer,Contact email\nInn,mailto:bo\u{200B}b@x.example\n")
            #expect(try await fixture.rows("deals", "contact_id") == [["1"]])
        }
    }
}
