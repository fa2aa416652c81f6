import Domain
import Testing

@testable import Web

@Suite struct `Cells of a limit that are to be told` {
    @Test func `are told in the order in which they were asked about, each once, whatever their names are`() {
        let book = RateBook(.address, quota: 10)
        var cells = RateCells()
        for last in [9, 8, 9, 1, 2, 3] {
            let key = RateKey(IPAddress("192.0.2.\(last)"))
            cells.append(RateCells.Cell(name: book.name(of: key), book: book, key: key))
        }
        // By name, as every instance goes through them.
        #expect(cells.oldest(3).map(\.name) == ["address:192.0.2.1", "address:192.0.2.8", "address:192.0.2.9"])
    }
}
