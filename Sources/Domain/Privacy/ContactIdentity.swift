import Foundation

/// What a person is recognised by in texts: kept while an erasure is under way, and no longer.
package struct ContactIdentity: Codable, Equatable, Sendable {
    package var name: String
    package var email: String?
    package var phone: String?

    package init(name: String, email: String?, phone: String?) {
        self.name = name
        self.email = email.flatMap { $0.isEmpty ? nil : $0 }
        self.phone = phone.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether somebody has typed whom they mean: the address or the name, whatever the case.
    package func isConfirmed(by text: String) -> Bool {
        let typed = text.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        return !typed.isEmpty && [name, email].compactMap { $0?.lowercased() }.contains(typed)
    }

    package var json: String { (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}" }

    package init?(json: String) {
        guard let identity = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
        self = identity
    }
}
