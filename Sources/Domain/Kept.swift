import Synchronization

/// What is made of other values when it is first asked for, and kept with them. It is no value of its own: two are always equal.
package final class Kept<Value: Sendable>: Sendable, Equatable {
    private let value = Mutex<Value?>(nil)

    package init() {}

    package func value(orMake make: () -> Value) -> Value {
        if let made = value.withLock(\.self) { return made }
        let made = make()
        value.withLock { $0 = made }
        return made
    }

    package static func == (left: Kept, right: Kept) -> Bool { true }
}
