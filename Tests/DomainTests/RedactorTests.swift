import Domain
import Foundation
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

    @Test(arguments: ["Zo\u{EB} Mu\u{308}ller", "Zoe\u{308} M\u{FC}ller", "ZO\u{CB} M\u{DC}LLER", "M\u{FC}ller, Zo\u{EB}"])
    func `is the name whichever way its letters are written`(text: String) {
        for name in ["Zo\u{EB} M\u{FC}ller", "Zoe\u{308} Mu\u{308}ller"] {
            let redactor = Redactor(ContactIdentity(name: name, email: nil, phone: nil))
            for form in [text.precomposedStringWithCanonicalMapping, text.decomposedStringWithCanonicalMapping] {
                #expect(redactor.redacted("Ask \(form).") == "Ask [erased].")
                #expect(redactor.needles.contains { form.caseFolded.range(of: $0, options: .literal) != nil })
            }
        }
    }

    @Test func `is no letter that a mark makes another one`() {
        #expect(Redactor(ContactIdentity(name: "Jose", email: nil, phone: nil)).redacted("Jose\u{301} rang") == nil)
    }

    @Test func `is found by one of its needles`() {
        let redactor = Redactor(ContactIdentity(name: "Ada Lovelace", email: "ada@example.com", phone: "+49 170 5551234"))
        for text in ["ADA LOVELACE rang", "Lovelace, Ada", "to Ada@Example.com", "0170.5551234"] {
            #expect(redactor.redacted(text) != nil)
            #expect(redactor.needles.contains { text.caseFolded.contains($0) })
        }
    }
}
