import Domain
import Foundation
import JWTKit

/// A provider's keys to check signatures with (RFC 7517): those that can be of an algorithm that we take.
struct ProviderKeys: Sendable {
    /// None of them can be made by who knows a public key, and each has one kind of key.
    static let algorithms: [String: JWK.Algorithm] = ["RS256": .rs256, "ES256": .es256, "EdDSA": .eddsa]

    private var keys: [(name: String?, algorithm: String, key: JWK)] = []

    /// - Throws: `ProviderAway` for what is no key set. Keys of other kinds are passed over.
    init(_ body: Data) throws(ProviderAway) {
        struct Document: Decodable { var keys: [JSONObject] }
        guard let document = try? JSONDecoder().decode(Document.self, from: body) else { throw ProviderAway(reason: "its keys are no JWK set") }
        for object in document.keys.prefix(100) {
            guard let use = object.members["use"]?.text ?? "sig" as String?, use == "sig", let algorithm = Self.algorithm(object.members),
                let key = object.key
            else { continue }
            keys.append((object.members["kid"]?.text, algorithm, key))
        }
    }

    /// The key that a token's header names; without a name the only one there is of its algorithm.
    func key(named name: String?, algorithm: String) -> JWK? {
        let fitting = keys.filter { $0.algorithm == algorithm }
        guard let name else { return fitting.count == 1 ? fitting[0].key : nil }
        return fitting.first { $0.name == name }?.key
    }

    func has(_ name: String?) -> Bool { name == nil ? !keys.isEmpty : keys.contains { $0.name == name } }

    /// Which algorithm a key is for, by its kind; nil for none of ours.
    private static func algorithm(_ members: [String: JSONValue]) -> String? {
        let algorithm: String
        switch (members["kty"]?.text, members["crv"]?.text) {
        // 2048 bits at least.
        case ("RSA", _) where (members["n"]?.text?.utf8.count ?? 0) >= 342: algorithm = "RS256"
        case ("EC", "P-256"): algorithm = "ES256"
        case ("OKP", "Ed25519"): algorithm = "EdDSA"
        default: return nil
        }
        return [nil, algorithm].contains(members["alg"]?.text) ? algorithm : nil
    }
}

/// An object of a key set, as values to look at and as the library's key.
private struct JSONObject: Decodable {
    var members: [String: JSONValue]
    var key: JWK?

    init(from decoder: any Decoder) throws {
        members = try [String: JSONValue](from: decoder)
        // What the library does not know is not ours either.
        key = try? JWK(from: decoder)
    }
}
