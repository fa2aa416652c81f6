import Foundation

/// One line on standard error that shows how far some work is; silent where that is no terminal.
final class ProgressBar {
    private static let widest = 30
    private static let interval = Duration.milliseconds(100)

    private let title: String
    private let isVisible = Output.error.isTerminal
    private var shown: ContinuousClock.Instant?

    init(title: String) { self.title = title }

    /// - Parameter fraction: 0 to 1.
    func show(_ fraction: Double, _ note: String) {
        guard isVisible, shown.map({ $0.duration(to: .now) > Self.interval }) ?? true else { return }
        shown = .now
        Self.write("\r\(line(fraction, note))\u{1B}[K")
    }

    /// Within one row of the terminal: what wraps is not written over the next time. The bar gives way to the words.
    private func line(_ fraction: Double, _ note: String) -> String {
        let words = "\(title)  \(Int(fraction * 100)) %  \(note)"
        let room = columns - 1
        let width = min(Self.widest, room - words.count - 3)
        guard width >= Self.narrowest else { return words.count <= room ? words : "\(words.prefix(max(0, room - 1)))…" }
        let filled = Int(fraction * Double(width))
        let bar = String(repeating: "=", count: filled) + String(repeating: " ", count: width - filled)
        return "\(title) [\(bar)] \(Int(fraction * 100)) %  \(note)"
    }

    private static let narrowest = 5

    /// A terminal may be made wider or narrower meanwhile.
    private var columns: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// Leaves the line empty for what is printed next.
    func clear() {
        guard shown != nil else { return }
        shown = nil
        Self.write(Self.emptyLine)
    }

    /// The same for whoever does not know whether one is shown.
    static func clearLine() { if Output.error.isTerminal { write(emptyLine) } }

    private static let emptyLine = "\r\u{1B}[K"

    private static func write(_ text: String) { Output.error.write(text.utf8) }
}
