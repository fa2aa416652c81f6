package import Domain

/// Keys that tell by their marks who has sealed what; opens what it has sealed for the same purpose.
package struct ScriptedKeys: KeyRing {
    private let mark: String
    private let previous: String?

    package init(mark: String, previous: String? = nil) {
        self.mark = mark
        self.previous = previous
    }

    package func seal(_ secret: Secret, for purpose: String) -> String { "v1.\(mark)|\(purpose)|\(secret.value)" }

    package func open(_ sealed: String, for purpose: String) throws(SecretUnreadable) -> Secret {
        let parts = sealed.split(separator: "|").map(String.init)
        guard parts.count == 3, [mark, previous].contains(where: { $0.map { "v1.\($0)" } == parts[0] }), parts[1] == purpose else {
            throw SecretUnreadable()
        }
        return Secret(parts[2])
    }

    package func isCurrent(_ sealed: String) -> Bool { sealed.hasPrefix("v1.\(mark)|") }
    package func newKey() -> Secret { Secret("key-\(UInt64.random(in: 0 ... .max))") }
    package func box(of key: Secret) throws(SecretUnreadable) -> any SecretBox { ScriptedKeys(mark: key.value) }
}
