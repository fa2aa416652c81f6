import Testing

@testable import Storage

@Suite struct `Quick requests in line` {
    private static let millisecond: Int64 = 1_000_000

    private func request(_ id: UInt64, isRead: Bool) -> PostgresRequest {
        PostgresRequest(id: id, statements: [SQL("SELECT 1").quick()], isRead: isRead) { _ in }
    }

    private func line(_ ids: ClosedRange<UInt64>, areReads: Bool = false) -> PostgresLine {
        var line = PostgresLine()
        for id in ids { line.append(request(id, isRead: areReads)) }
        return line
    }

    /// The trip that began at a time has come back.
    private func end(_ line: inout PostgresLine, isRead: Bool = false, callers: Int = 1, begunAt: Int64, at now: Int64) {
        var trip = request(0, isRead: isRead)
        (trip.begunAt, trip.callers) = (begunAt, callers)
        line.tripEnded(trip, at: now)
    }

    @Test(arguments: [(false, 1), (true, 2)])
    func `wait while trips are under way, one of commits or two of reads, and go together then`(areReads: Bool, most: Int) {
        var line = PostgresLine()
        for id in 1...5 as ClosedRange<UInt64> {
            line.append(request(id, isRead: areReads))
            #expect(line.next(at: Int64(id)).map(\.id) == (id <= most ? [id] : []))
        }
        end(&line, isRead: areReads, begunAt: 1, at: Self.millisecond)
        #expect(line.next(at: Self.millisecond).map(\.id) == Array(UInt64(most + 1)...5))
    }

    @Test(arguments: [(false, 1), (true, 2)]) func `go on one trip more where as many wait as share one`(areReads: Bool, most: Int) {
        let full = SharedTrips.mostTogether
        var line = line(1...UInt64(5 * full), areReads: areReads)
        let trips = (1...5).map { line.next(at: $0).count }
        #expect(trips == Array(repeating: full, count: most + 1) + Array(repeating: 0, count: 4 - most))
    }

    @Test func `that commit go on two trips where the disk is slow`() {
        var line = PostgresLine()
        for trip in 0..<40 as Range<Int64> {
            line.append(request(UInt64(trip), isRead: false))
            #expect(line.next(at: trip * 8 * Self.millisecond).count == 1)
            end(&line, callers: 1, begunAt: trip * 8 * Self.millisecond, at: (trip + 1) * 8 * Self.millisecond)
        }
        let counts = (1...3 as ClosedRange<UInt64>).map { id in
            line.append(request(100 + id, isRead: false))
            return line.next(at: 320 * Self.millisecond + Int64(id)).count
        }
        #expect(counts == [1, 1, 0])
    }

    @Test func `do not wait for a trip that is held up`() {
        var line = line(1...1)
        #expect(line.next(at: 1).count == 1)
        line.append(request(2, isRead: false))
        #expect(line.next(at: 49 * Self.millisecond).isEmpty)
        #expect(line.next(at: 51 * Self.millisecond).map(\.id) == [2])
    }
}
