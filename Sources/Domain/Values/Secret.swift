/// Text that is shown to nobody, such as a provider's key.
package struct Secret: Equatable, Sendable, Unprinted {
    package let value: String

    package init(_ value: String) { self.value = value }

    package var description: String { "[secret]" }
}
