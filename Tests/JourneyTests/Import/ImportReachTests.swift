import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `An import by somebody who reaches their own rows` {
    @Test func `makes and changes their own, and leaves everybody else's as they are`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.addUser(2, email: "sam@example.com")
            try await fixture.load(.contacts, "external_id,name,email\nA,Robin,robin@example.com\n,Kim,kim@example.com")
            let file = """
                external_id,name,email,owner
                A,Taken,taken@example.com,
                ,Kim Taken,KIM@example.com,
                ,Given,given@example.com,1
                ,Lee,lee@example.com,
                B,Ray,ray@example.com,sam@example.com
                """
            for isDryRun in [true, false] {
                let report = try await fixture.load(.contacts, file, reaching: 2, isDryRun: isDryRun)
                #expect(report.counts == [2, 0, 0, 3] && report.lines == [2, 3, 4])
                #expect(report.problems[0].message == "The contact is there and somebody else's: with your role you import rows of your own.")
                #expect(report.problems[2].message == "user_id must be your own, 2: with your role you import rows of your own.")
            }
            #expect(try await fixture.rows("contacts", "name, user_id") == [["Robin", "1"], ["Kim", "1"], ["Lee", "2"], ["Ray", "2"]])
            let again = try await fixture.load(.contacts, "external_id,name,email\nB,Ray Vale,ray@example.com", reaching: 2)
            #expect(again.counts == [0, 1, 0, 0])
        }
    }

    @Test func `tells nothing of what somebody else's rows hold`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.addUser(2, email: "sam@example.com")
            try await fixture.load(.contacts, "external_id,name,email\nSECRET-7,Robin,robin@example.com")
            let report = try await fixture.load(.contacts, "external_id,name,email\nZ,Robin,robin@example.com", reaching: 2)
            #expect(report.counts == [0, 0, 0, 1])
            #expect(report.problems.allSatisfy { !$0.message.contains("SECRET") })
        }
    }

    @Test func `links to contacts of their own and shared ones only`() async throws {
        try await ImportFixture.with { fixture in
            try await fixture.addUser(2, email: "sam@example.com")
            try await fixture.load(.contacts, "name,email,owner\nOthers,others@example.com,1\nShared,shared@example.com,1\nOwn,own@example.com,2")
            try await fixture.store.commit(SQL("UPDATE contacts SET shared = 1 WHERE email = 'shared@example.com'"))
            let tasks = "title,contact\nFirst,others@example.com\nSecond,shared@example.com\nThird,own@example.com"
            let report = try await fixture.load(.tasks, tasks, reaching: 2)
            #expect(report.counts == [3, 0, 0, 0] && report.unknownContacts == 1)
            #expect(try await fixture.rows("tasks", "title, contact_id") == [["First", ""], ["Second", "2"], ["Third", "3"]])
        }
    }

    @Test func `says which column was read as which field`() async throws {
        try await ImportFixture.with { fixture in
            let report = try await fixture.load(.contacts, "E-mail;Full name;Shoe size\nrobin@example.com;Robin;42", isDryRun: true)
            #expect(report.matchedColumns == [.init(column: "E-mail", field: "email"), .init(column: "Full name", field: "name")])
            #expect(report.ignoredColumns == ["Shoe size"])
        }
    }

    @Test func `waits for no other: it is refused while one is under way, and let in after it`() async throws {
        let room = ImportRoom()
        try await room.alone {
            await #expect(throws: ImportUnderWay()) { try await room.alone {} }
        }
        await #expect(throws: RowsGone.self) { try await room.alone { throw RowsGone() } }
        try await room.alone {}
    }

    private struct RowsGone: Error {}
}
