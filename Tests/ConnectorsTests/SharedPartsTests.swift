import Testing

@testable import Connectors

@Suite struct `Parts that are shared` {
    private final class Part: Sendable {}

    @Test func `are the same for all who ask for the same, while anybody has them`() {
        let parts = SharedParts<String, Part>()
        let first = parts.part("a") { Part() }
        #expect(parts.part("a") { Part() } === first)
        #expect(parts.part("b") { Part() } !== first)
        #expect(parts.part("a") { Part() } === first)
    }

    @Test func `are forgotten once nobody has them`() {
        let parts = SharedParts<Int, Part>()
        let kept = parts.part(-1) { Part() }
        for number in 0..<1000 { _ = parts.part(number) { Part() } }
        #expect(parts.count <= 2)
        #expect(parts.part(-1) { Part() } === kept)
    }
}
