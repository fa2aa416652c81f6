import Synchronization

/// A text that is made of other values when it is first asked for, and kept with them. It is no value of its own: two are
/// always equal.
package final class KeptText: Sendable, Equatable {
    private let text = Mutex<String?>(nil)

    package init() {}

    package func text(orMake make: () -> String) -> String {
        if let made = text.withLock(\.self) { return made }
        let made = make()
        text.withLock { $0 = made }
        return made
    }

    package static func == (left: KeptText, right: KeptText) -> Bool { true }
}
