import Domain
import Storage

extension DeliveryQueue.Message {
    /// What a receiver gets: the same for every attempt, but for a contact whose name or address has been changed in between.
    var json: String {
        var json = JSONWriter(capacity: wording.whole.utf8.count + 256)
        json.object {
            $0.field("type", "communication.created")
            $0.field("timestamp", createdAt.rfc3339)
            $0.key("data")
            $0.object { data in
                data.field("communication_id", communication)
                data.field("run_id", run)
                data.field("user_id", user)
                data.field("agent_type", kind)
                if let subject = wording.subject { data.field("subject", subject) }
                data.field("body", wording.body)
                data.field("writer", writer)
                data.field("created_at", createdAt.rfc3339)
                data.field("direction", direction)
                guard let recipient else { return }
                data.key("recipient")
                data.object {
                    $0.field("contact_id", recipient.contact)
                    $0.field("name", recipient.name)
                    $0.field("email", recipient.email)
                }
            }
        }
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
