import Foundation

/// One line on standard error that shows how far some work is; silent where that is no terminal.
final class ProgressBar {
    private static let width = 30
    private static let interval = Duration.milliseconds(100)

    private let title: String
    private let isVisible = isatty(STDERR_FILENO) == 1
    private var shown: ContinuousClock.Instant?

    init(title: String) { self.title = title }

    /// - Parameter fraction: 0 to 1.
    func show(_ fraction: Double, _ note: String) {
        guard isVisible, shown.map({ $0.duration(to: .now) > Self.interval }) ?? true else { return }
        shown = .now
        let filled = Int(fraction * Double(Self.width))
        let bar = String(repeating: "=", count: filled) + String(repeating: " ", count: Self.width - filled)
        write("\r\(title) [\(bar)] \(Int(fraction * 100)) %  \(note)\u{1B}[K")
    }

    /// Leaves the line empty for what is printed next.
    func clear() {
        guard shown != nil else { return }
        shown = nil
        write("\r\u{1B}[K")
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
