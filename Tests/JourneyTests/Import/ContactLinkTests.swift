import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct ContactLinkTests {
    private static let people = """
        ID,Name,Email,Owner
        C-1,Harbour Hotel,desk@harbour.example,1
        C-2,City Bakery,,1
        C-3,Old Mill,a@mill.example,1
        C-4,Old Mill,b@mill.example,1
        C-5,Garden Inn,inn@garden.example,2

        """

    private static func withContacts(_ body: (ImportFixture) async throws -> Void) async throws {
        try await ImportFixture.with { fixture in
            try await fixture.addUser(2, email: "dana@office.example")
            try await fixture.load(.contacts, people)
            try await body(fixture)
        }
    }

    @Test func `a deal belongs to the only contact of its user who is called as its customer`() async throws {
        try await Self.withContacts { fixture in
            let text = "Customer,Product\nHarbour Hotel,SaaS\nOld Mill,SaaS\nGarden Inn,SaaS\nNobody,SaaS\n,SaaS\n"
            let expected = [["Harbour Hotel", "1"], ["Old Mill", ""], ["Garden Inn", ""], ["Nobody", ""]]
            let dry = try await fixture.load(.deals, text, isDryRun: true)
            let report = try await fixture.load(.deals, text)
            #expect(try await fixture.rows("deals", "customer, contact_id") == expected)
            for report in [dry, report] {
                #expect(report.linked == 1 && report.ambiguousContacts == ["Old Mill": 1] && report.unknownContacts == 0)
            }
            let again = try await fixture.load(.deals, text)
            #expect(again.counts == [0, 0, 4, 1] && again.linked == 1)
        }
    }

    @Test func `a name is that of a contact of whoever the row belongs to`() async throws {
        try await Self.withContacts { fixture in
            try await fixture.load(.deals, "Customer,Owner\nGarden Inn,dana@office.example\nHarbour Hotel,2\n")
            #expect(try await fixture.rows("deals", "customer, contact_id") == [["Garden Inn", "5"], ["Harbour Hotel", ""]])
        }
    }

    @Test func `what names the contact goes before the customer's name, and an unknown one is told`() async throws {
        try await Self.withContacts { fixture in
            let report = try await fixture.load(
                .deals,
                "Customer,Contact\nHarbour Hotel,City Bakery\nOld Mill,B@mill.example\nCity Bakery,nobody@x.example\nSpa,Old Mill\nInn,C-1\n")
            #expect(
                try await fixture.rows("deals", "customer, contact_id") == [
                    ["Harbour Hotel", "2"], ["Old Mill", "4"], ["City Bakery", ""], ["Spa", ""], ["Inn", "1"],
                ])
            #expect(report.linked == 3 && report.unknownContacts == 1 && report.ambiguousContacts == ["Old Mill": 1])
        }
    }

    @Test func `a task belongs to the contact that one of its columns names`() async throws {
        try await Self.withContacts { fixture in
            try await fixture.load(.tasks, "Title,Due,contact_email\nCall,,desk@harbour.example\nWrite,,\n")
            try await fixture.load(.tasks, "Title,Customer\nVisit,City Bakery\nMeet Harbour Hotel,\n")
            #expect(
                try await fixture.rows("tasks", "title, contact_id") == [
                    ["Call", "1"], ["Write", ""], ["Visit", "2"], ["Meet Harbour Hotel", ""],
                ])
        }
    }

    @Test func `a contact that a person chose stays, unless the file names another customer`() async throws {
        try await Self.withContacts { fixture in
            try await fixture.load(.deals, "ID,Customer\nD-1,Nobody\nD-2,Harbour Hotel\n")
            try await fixture.store.commit(SQL("UPDATE deals SET contact_id = 4", []))
            #expect(try await fixture.load(.deals, "ID,Customer\nD-1,City Bakery\nD-2,Harbour Hotel\n").counts == [0, 1, 1, 0])
            #expect(try await fixture.rows("deals", "contact_id") == [["2"], ["4"]])
        }
    }

    @Test func `a deal that was imported before its contact is linked when it is imported again`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.load(.deals, "Customer\nHarbour Hotel\n")
            try await fixture.load(.contacts, "Name\nHarbour Hotel\n")
            #expect(try await fixture.load(.deals, "Customer\nHarbour Hotel\n").counts == [0, 1, 0, 0])
            #expect(try await fixture.rows("deals", "contact_id") == [["1"]])
        }
    }
}
