import Domain
import Foundation
import Storage

/// Statements a second and CPU for each through a driver, by workload: `storage-bench URL select|insert|change|many CLIENTS SECONDS`.
@main
struct StorageBench {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let clients = Int(arguments[3]), let seconds = Double(arguments[4]), let workload = workload(arguments[2]) else {
            print("usage: storage-bench URL select|insert|change|many CLIENTS SECONDS")
            exit(2)
        }
        let store = PostgresStore(try PostgresSettings(url: arguments[1]))
        try await measure(store, clients: clients, seconds: 1, workload)
        let before = cpuSeconds(), start = ContinuousClock.now
        let count = try await measure(store, clients: clients, seconds: seconds, workload)
        let took = start.duration(to: .now) / .seconds(1), cpu = cpuSeconds() - before
        print("\(arguments[2]) clients \(clients): \(Int(Double(count) / took))/s, \(Int(cpu / Double(count) * 1e6)) us CPU each")
    }

    private typealias Workload = @Sendable (any Store, Int64) async throws -> Void

    private static func workload(_ name: String) -> Workload? {
        switch name {
        case "select": { store, id in _ = try await store.read(SQL("SELECT id, name, notes FROM bench WHERE id = $1", [.integer(id)])) }
        case "insert":
            { store, id in
                try await store.commit(SQL("INSERT INTO bench_log (ref, body) VALUES ($1, $2)", [.integer(id), .text("a note of some length")]))
            }
        case "change":
            { store, id in
                _ = try await store.commit([
                    SQL("SELECT id FROM bench WHERE id = $1", [.integer(id)]).expectingOneRow(orThrow: Missing()),
                    SQL("UPDATE bench SET notes = $2 WHERE id = $1 RETURNING id, name, notes", [.integer(id), .text("changed")]),
                ])
            }
        case "many":
            { store, id in
                _ = try await store.read((0..<5).map { SQL("SELECT id, name, notes FROM bench WHERE id = $1", [.integer((id + $0) % 100_000 + 1)]) })
            }
        default: nil
        }
    }

    private struct Missing: Error {}

    @discardableResult
    private static func measure(_ store: any Store, clients: Int, seconds: Double, _ work: @escaping Workload) async throws -> Int {
        let end = ContinuousClock.now + .seconds(seconds)
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<clients {
                group.addTask {
                    var count = 0
                    // The system's generator costs a system call for each number.
                    var random = UInt64.random(in: 0 ... .max)
                    while ContinuousClock.now < end {
                        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                        try await work(store, Int64(random >> 33) % 100_000 + 1)
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
    }

    private static func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
