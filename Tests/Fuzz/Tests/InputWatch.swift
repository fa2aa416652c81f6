import Foundation
import Synchronization

/// Keeps the input in hand in a file, so that one that stops the process can be tried again, and stops the process itself
/// where an input takes too long.
final class InputWatch: Sendable {
    private let file: String
    /// Open as long as the process is: closing a file that was cut waits for the disk.
    private let descriptor: CInt
    private let began = Atomic<UInt64>(0)
    private let isOver = Atomic(false)

    /// - Parameter limit: in seconds, for what takes milliseconds: where all tests begin at once on a busy machine, one waits for long for
    ///   its turn in the middle of an input.
    init(_ name: String, limit: UInt64 = 120) {
        let file = NSTemporaryDirectory() + "fuzz-\(name)"
        self.file = file
        descriptor = open(file, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        let watch = Thread { [self] in
            while !isOver.load(ordering: .relaxed) {
                usleep(100_000)
                let begun = began.load(ordering: .relaxed)
                if begun > 0, Self.now > begun + limit * 1_000_000_000 { fatalError("An input takes longer than \(limit) s: it is in \(file).") }
            }
        }
        watch.start()
    }

    func begin(_ input: [UInt8]) {
        pwrite(descriptor, input, input.count, 0)
        ftruncate(descriptor, input.count)
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
