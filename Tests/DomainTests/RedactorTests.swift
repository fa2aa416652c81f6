import Domain
import Testing

struct `What is taken out of texts about an erased contact` {
    @Test(arguments: [
        ("+49 170 5551234", "Call 0170 5551234 today", "Call [erased] today"),
        ("+49 170 5551234", "0170/5551234, or +49-170-5551234", "[erased], or [erased]"),
        ("+49 170 5551234", "01705551234.", "[erased]."),
        ("+49 (0)170 555 1234", "0170 5551234 and 0170 555 1234", "[erased] and [erased]"),
        ("+491705551234", "01705551234 or +491705551234", "[erased] or [erased]"),
        ("0049 170 5551234", "0170-5551234", "[erased]"),
        ("0170 5551234", "0170-5551234", "[erased]"),
    ])
    func `is the number in its usual spellings`(phone: String, text: String, left: String) {
        #expect(Redactor(ContactIdentity(name: "Ada Lovelace", email: nil, phone: phone)).redacted(text) == left)
    }

    @Test(arguments: ["Call 0170 5551235", "Invoice 501705551234", "Room 170", "170 5551234"])
    func `is no other number`(text: String) {
        #expect(Redactor(ContactIdentity(name: "Ada Lovelace", email: nil, phone: "+49 170 5551234")).redacted(text) == nil)
    }

    @Test func `is found by one of its needles`() {
        let redactor = Redactor(ContactIdentity(name: "Ada Lovelace", email: "ada@example.com", phone: "+49 170 5551234"))
        for text in ["ADA LOVELACE rang", "Lovelace, Ada", "to Ada@Example.com", "0170.5551234"] {
            #expect(redactor.redacted(text) != nil)
            #expect(redactor.needles.contains { text.caseFolded.contains($0) })
        }
    }
}
