import Crypto
import Foundation
import GRDB

/// The SQL function `address_hash`, which PostgreSQL has from migration 20: SHA-256 of a text, in hexadecimal.
enum AddressHash {
    static let function = DatabaseFunction("address_hash", argumentCount: 1, pure: true) { values in
        String.fromDatabaseValue(values[0]).map(of)
    }

    static func of(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
    }
}
