package import Domain
package import Storage

extension JSONWriter {
    package mutating func auditEntry(_ entry: AuditEntries.Entry) {
        object { json in
            json.field("id", entry.id)
            json.field("sequence", entry.seal?.sequence)
            json.facts(of: entry)
            json.body("before", entry.before)
            json.body("after", entry.after)
            json.field("erased_at", entry.erasedAt?.rfc3339)
            json.field("hash", entry.seal?.hash)
        }
    }

    /// A line of an export: times in milliseconds and bodies as text, as they go into the hashes.
    package static func auditLine(_ entry: AuditEntries.Entry) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("workspace_id", entry.workspace.value)
            json.field("sequence", entry.seal?.sequence)
            json.field("at_ms", entry.at.milliseconds)
            json.facts(of: entry)
            json.field("before", entry.before)
            json.field("after", entry.after)
            json.field("erased_at", entry.erasedAt?.rfc3339)
            json.field("salt", entry.seal?.salt)
            json.field("digest", entry.seal?.digest)
            json.field("previous", entry.seal?.previous)
            json.field("hash", entry.seal?.hash)
        }
        return json.bytes + [UInt8(ascii: "\n")]
    }

    private mutating func facts(of entry: AuditEntries.Entry) {
        field("at", entry.at.rfc3339)
        key("actor")
        object {
            $0.field("account_id", entry.actor.account)
            $0.field("name", entry.actor.name)
            $0.field("means", entry.actor.means.rawValue)
            $0.field("address", entry.actor.address)
        }
        field("action", entry.action)
        field("subject_kind", entry.subject.kind)
        field("subject_id", entry.subject.id)
    }

    private mutating func body(_ name: String, _ json: String?) {
        key(name)
        if let json { raw(json) } else { null() }
    }
}
