import Synchronization

/// Names for calls: unique among all processes, and cheap.
package enum CallKeys {
    private static let process = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    private static let last = Atomic<UInt64>(0)

    package static func next() -> String { "\(process)-\(last.wrappingAdd(1, ordering: .relaxed).newValue)" }
}
