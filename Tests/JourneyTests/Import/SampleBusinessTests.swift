import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct SampleBusinessTests {
    private static let links = """
        SELECT d.customer, c.name FROM deals d LEFT JOIN contacts c ON c.id = d.contact_id
        UNION ALL SELECT t.title, c.name FROM tasks t LEFT JOIN contacts c ON c.id = t.contact_id
        """

    @Test func `the sample's deals and tasks belong to the contacts that they name`() async throws {
        try await ImportFixture.with { fixture in
            let sample = SampleBusiness(store: fixture.store, clock: fixture.clock.wall)
            #expect(try await sample.load())
            let links = try await fixture.store.read(SQL(Self.links, [])).map { ($0.text(0), $0.optionalText(1)) }
            #expect(links.count == 11)
            for (text, name) in links { #expect(name.map(text.contains) ?? (text == "Prepare the weekly delivery plan"), "\(text)") }
            #expect(try await sample.load() == false)
        }
    }

    @Test func `the sample takes along what agents wrote about it, also by a profile of one's own`() async throws {
        try await ImportFixture.with { fixture in
            let sample = SampleBusiness(store: fixture.store, clock: fixture.clock.wall)
            _ = try await sample.load()
            let person = Person(workspace: .first, user: 1), now = ImportFixture.start
            for text in ["Call Harbour Hotel", "Call Pier Nine"] {
                let message = WrittenMessage(text: text, writer: .offline)
                _ = try await fixture.store.commit(AgentRuns.record(person, agent: .nurture, message: message, started: now, now: now))
            }
            try await fixture.store.commit(
                SQL(
                    """
                    INSERT INTO communications (workspace_id, user_id, agent_type, body, created_at, updated_at, version)
                    VALUES (1, 1, 'NOTE', 'Harbour Hotel has a new chef', 0, 0, 1), (1, 1, 'USER_MESSAGE', 'And Harbour Hotel?', 0, 0, 1)
                    """))
            try await fixture.store.commit(SQL("UPDATE communications SET sample = 0"))
            try await fixture.store.commit(SQL("UPDATE agent_runs SET sample = 0"))
            _ = try await sample.remove()
            #expect(
                try await fixture.rows("communications", "body") == [["Call Pier Nine"], ["Harbour Hotel has a new chef"], ["And Harbour Hotel?"]])
            #expect(try await fixture.rows("agent_runs", "id").count == 1)
        }
    }

    @Test func `the sample comes back beside a contact of it that was kept`() async throws {
        try await ImportFixture.with { fixture in
            let sample = SampleBusiness(store: fixture.store, clock: fixture.clock.wall)
            _ = try await sample.load()
            try await fixture.store.commit(
                SQL("UPDATE contacts SET sample = 0, name = 'The Station' WHERE name = 'Station Café'"))
            _ = try await sample.remove()
            #expect(try await sample.load())
            #expect(try await fixture.rows("contacts", "id").count == 7)
            let links = try await fixture.store.read(SQL(Self.links, [])).map { [$0.text(0), $0.optionalText(1) ?? ""] }
            #expect(links.contains(["Station Café", "The Station"]) && links.count { $0[1].isEmpty } == 1)
        }
    }

    @Test func `the sample goes, and a deal of one's own with one of its contacts stays without it`() async throws {
        try await ImportFixture.with { fixture in
            let sample = SampleBusiness(store: fixture.store, clock: fixture.clock.wall)
            _ = try await sample.load()
            try await fixture.load(.deals, "Customer,Product\nHarbour Hotel,Truffles\n")
            #expect(try await fixture.rows("deals", "product, contact_id").last == ["Truffles", "1"])
            #expect(try await sample.remove() == 1 + 7 + 11 + 3)
            #expect(try await fixture.rows("deals", "product, contact_id") == [["Truffles", ""]])
            #expect(try await fixture.rows("tasks", "id").isEmpty)
            #expect(try await sample.remove() == 0)
            #expect(try await fixture.rows("audit_entries", "action").filter { $0 == ["sample.removed"] }.count == 1)
        }
    }
}
