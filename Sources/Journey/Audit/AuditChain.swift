import Crypto
import Domain
import Foundation
import Storage

/// The hashes of the audit trail: SHA-256 (FIPS 180-4) over JSON lists, so that others can work them out too (docs/audit.md).
enum AuditChain {
    /// Seals an entry as the one after `head`.
    static func seal(_ entry: AuditEntries.Entry, after head: AuditHead, salt: String) -> AuditSeal {
        let digest = digest(entry, salt: salt)
        let sequence = head.sequence + 1
        let hash = hash(entry, sequence: sequence, digest: digest, previous: head.hash)
        return AuditSeal(sequence: sequence, salt: salt, digest: digest, previous: head.hash, hash: hash)
    }

    /// Of what can be erased: only this goes into the chain.
    static func digest(_ entry: AuditEntries.Entry, salt: String) -> String {
        sha256 {
            $0.value(salt); $0.value(entry.before); $0.value(entry.after)
        }
    }

    static func hash(_ entry: AuditEntries.Entry, sequence: Int64, digest: String, previous: String) -> String {
        sha256 {
            $0.value(entry.workspace.value); $0.value(sequence); $0.value(entry.at.milliseconds)
            $0.value(entry.actor.account); $0.value(entry.actor.name); $0.value(entry.actor.means.rawValue); $0.value(entry.actor.address)
            $0.value(entry.action); $0.value(entry.subject.kind); $0.value(entry.subject.id); $0.value(digest); $0.value(previous)
        }
    }

    /// 128 random bits.
    static func salt() -> String { Token.random() }

    private static func sha256(_ content: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        json.array(content)
        return SHA256.hash(data: json.bytes).withUnsafeBytes { $0.hexadecimal }
    }
}

extension JSONWriter {
    fileprivate mutating func value(_ text: String?) { if let text { value(text) } else { null() } }
    fileprivate mutating func value(_ number: Int64?) { if let number { value(number) } else { null() } }
}
