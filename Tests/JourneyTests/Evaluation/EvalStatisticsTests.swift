import Foundation
import Testing

@testable import Journey

@Suite struct `The interval of a rate` {
    /// Of R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I.
    @Test(arguments: [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)])
    func `is as its examples have it`(passed: Int, count: Int, lower: Double, upper: Double) {
        let interval = RateInterval(passed, of: count)
        #expect(abs(interval.lower - lower) < 0.0001 && abs(interval.upper - upper) < 0.0001)
    }

    @Test func `says nothing of nothing`() { #expect(RateInterval(0, of: 0).lower == 0 && RateInterval(0, of: 0).upper == 1) }
}

@Suite struct `The difference of two rates over the same cases` {
    @Test func `lies in its interval, which turns with its sign`() {
        let better = PairedDifference(both: 10, onlyNow: 7, onlyBefore: 1, neither: 2)
        let worse = PairedDifference(both: 10, onlyNow: 1, onlyBefore: 7, neither: 2)
        #expect(abs(better.difference - 0.3) < 1e-12 && better.lower < 0.3 && better.upper > 0.3)
        #expect(abs(better.lower + worse.upper) < 1e-12 && abs(better.upper + worse.lower) < 1e-12)
    }

    @Test func `is shown by cases that have changed, not by those that have not`() {
        #expect(PairedDifference(both: 8, onlyNow: 0, onlyBefore: 0, neither: 0).lower < 0)
        #expect(PairedDifference(both: 8, onlyNow: 0, onlyBefore: 0, neither: 0).upper > 0)
        #expect(PairedDifference(both: 0, onlyNow: 8, onlyBefore: 0, neither: 0).lower > 0)
        #expect(PairedDifference(both: 4, onlyNow: 1, onlyBefore: 0, neither: 3).lower < 0)
    }

    /// Over every table that 20 pairs can have, weighed by how likely it is.
    @Test(arguments: [[0.4, 0.3, 0.1, 0.2], [0.7, 0.1, 0.1, 0.1], [0.25, 0.25, 0.25, 0.25], [0.85, 0.05, 0.05, 0.05], [0.1, 0.6, 0.1, 0.2]])
    func `is within the interval in 19 of 20 runs, or nearly`(chances: [Double]) {
        let (count, truth) = (20, chances[1] - chances[2])
        var covered = 0.0
        for both in 0...count {
            for onlyNow in 0...(count - both) {
                for onlyBefore in 0...(count - both - onlyNow) {
                    let cells = [both, onlyNow, onlyBefore, count - both - onlyNow - onlyBefore]
                    let interval = PairedDifference(both: cells[0], onlyNow: cells[1], onlyBefore: cells[2], neither: cells[3])
                    if interval.lower <= truth + 1e-12, interval.upper >= truth - 1e-12 { covered += chance(of: cells, chances) }
                }
            }
        }
        #expect((0.93...0.998).contains(covered), "\(covered)")
    }

    private func chance(of cells: [Int], _ chances: [Double]) -> Double {
        let whole = logFactorial(cells.reduce(0, +))
        return exp(zip(cells, chances).reduce(whole) { $0 - logFactorial($1.0) + Double($1.0) * log($1.1) })
    }

    private func logFactorial(_ number: Int) -> Double { (0..<number).reduce(0) { $0 + log(Double($1) + 1) } }
}
