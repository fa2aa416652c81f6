/// What neither printing nor dumping shows: a log line or an error that a value slips into holds its type's name only.
package protocol Unprinted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Unprinted {
    package var description: String { "[\(Self.self)]" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
