import Foundation
import Synchronization

/// Keeps the input in hand in a file, so that one that stops the process can be tried again, and stops the process itself
/// where an input takes too long.
final class InputWatch: Sendable {
    private let file: String
    private let began = Atomic<UInt64>(0)
    private let isOver = Atomic(false)

    /// - Parameter limit: in seconds; a test's machine may be busy with others.
    init(_ name: String, limit: UInt64 = 20) {
        file = NSTemporaryDirectory() + "fuzz-\(name)"
        let watch = Thread { [self] in
            while !isOver.load(ordering: .relaxed) {
                usleep(100_000)
                let began = began.load(ordering: .relaxed)
                if began > 0, Self.now > began + limit * 1_000_000_000 { fatalError("An input takes longer than \(limit) s: it is in \(file).") }
            }
        }
        watch.start()
    }

    func begin(_ input: [UInt8]) throws {
        try Data(input).write(to: URL(filePath: file))
        began.store(Self.now, ordering: .relaxed)
    }

    func end() {
        began.store(0, ordering: .relaxed)
    }

    /// Leaves the file where the last input broke something.
    func finish(keepingInput: Bool) {
        isOver.store(true, ordering: .relaxed)
        if !keepingInput { try? FileManager.default.removeItem(atPath: file) }
    }

    private static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }
}
