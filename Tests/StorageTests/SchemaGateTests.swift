import Domain
import Storage
import TestSupport
import Testing

@Suite struct `A schema gate` {
    @Test(arguments: DatabaseKind.allCases) func `refuses everything until it is opened`(kind: DatabaseKind) async throws {
        try await TemporaryDatabase.with(kind) { database in
            let gate = SchemaGate(database.store)
            await expectUnavailable("migrated") { _ = try await gate.read(Workspaces.all) }
            await expectUnavailable("migrated") { _ = try await gate.commit(SQL("DELETE FROM conversations")) }
            gate.keepClosed(because: "The server is away.")
            await expectUnavailable("away") { _ = try await gate.read(Workspaces.all) }
            gate.open()
            let rows = try await gate.read(Workspaces.all)
            #expect(rows.count == 1)
        }
    }
}
