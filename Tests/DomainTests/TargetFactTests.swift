import Domain
import Testing

@Suite struct `A target` {
    @Test(arguments: [(0, 0, 10), (33, 1, 3), (67, 2, 3), (50, 1, 2), (1, 1, 200), (100, 10, 10), (150, 15, 10), (700, 7, 0), (0, 0, 0)])
    func `tells its percent, rounded to the nearest`(percent: Int64, achieved: Int64, target: Int64) {
        #expect(TargetFact(id: 1, product: "Rooms", target: target, achieved: achieved).percent == percent)
    }

    @Test func `has a gap until it is reached`() {
        #expect(TargetFact(id: 1, product: "Rooms", target: 10, achieved: 4).gap == 6)
        #expect(TargetFact(id: 1, product: "Rooms", target: 10, achieved: 12).gap == 0)
    }
}
