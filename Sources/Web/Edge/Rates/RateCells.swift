/// The cells that are to be told next, each once, in the order in which they were first asked about.
struct RateCells {
    struct Cell {
        var name: String
        var book: RateBook
        var key: RateKey
    }

    private var cells: [Cell] = []
    private var names: Set<String> = []

    mutating func append(_ cell: Cell) {
        if names.insert(cell.name).inserted { cells.append(cell) }
    }

    /// Those that have waited longest, by name: so no two instances wait for each other.
    func oldest(_ count: Int) -> [Cell] { cells.prefix(count).sorted { $0.name < $1.name } }
}
