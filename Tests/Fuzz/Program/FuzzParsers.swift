import Foundation

/// usage: FUZZ_TARGET=NAME fuzz-parsers [libFuzzer's options] CORPUS [SEEDS]
///
/// Without a target it prints their names, each with the largest input. Tests/Fuzz/run.sh builds and calls it.
@main
enum FuzzParsers {
    static func main() {
        guard let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"], let target = FuzzCatalog.named(name) else {
            for target in FuzzCatalog.all { print(target.name, target.longest) }
            return
        }
        if let folder = ProcessInfo.processInfo.environment["FUZZ_WORDS"] { return writeWords(of: target, to: folder) }
        chosen = target
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(runLibFuzzer(&count, &arguments) { bytes, count in tryInput(UnsafeBufferPointer(start: bytes, count: count)) })
    }

    /// A dictionary of libFuzzer's: every byte of a word in hexadecimal.
    private static func writeWords(of target: FuzzTarget, to file: String) {
        let lines = target.words.map { word in "\"" + word.utf8.map { String(format: "\\x%02x", $0) }.joined() + "\"\n" }
        try? lines.joined().write(toFile: file, atomically: true, encoding: .utf8)
    }
}

// Set once, before the first input.
nonisolated(unsafe) private var chosen: FuzzTarget?

/// Waits for the target: libFuzzer gives one input at a time, on its own thread.
private func tryInput(_ bytes: UnsafeBufferPointer<UInt8>) -> CInt {
    guard let target = chosen else { return -1 }
    let input = Array(bytes)
    let done = DispatchSemaphore(value: 0)
    Task {
        do { try await target.run(input) } catch { fatalError("\(target.name): \(error)") }
        done.signal()
    }
    done.wait()
    return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runLibFuzzer(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ tryInput: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
