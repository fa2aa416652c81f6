import Domain
import Storage
import Testing

@Suite struct `A field` {
    struct Example: CustomStringConvertible, Sendable {
        var kind: Field.Kind
        var json: JSONValue
        /// Nil where the value is refused.
        var stored: SQLValue?
        var description: String { "\(kind) \(json)".prefix(90).description }

        init(_ kind: Field.Kind, _ json: JSONValue, _ stored: SQLValue?) {
            self.kind = kind
            self.json = json
            self.stored = stored
        }
    }

    static let examples: [Example] = numbers + texts + formats + lists

    private static let numbers: [Example] = [
        Example(.integer(0...10), .integer(0), .integer(0)), Example(.integer(0...10), .integer(10), .integer(10)),
        Example(.integer(0...10), .integer(11), nil), Example(.integer(0...10), .integer(-1), nil), Example(.integer(0...10), .string("5"), nil),
        Example(.integer(0...10), .number(1.5), nil), Example(.integer(0...10), .boolean(true), nil), Example(.integer(0...10), .null, nil),
        Example(.reference(table: "contacts"), .integer(1), .integer(1)), Example(.reference(table: "contacts"), .integer(0), nil),
        Example(.reference(table: "contacts"), .integer(9_007_199_254_740_991), .integer(9_007_199_254_740_991)),
        Example(.reference(table: "contacts"), .integer(9_007_199_254_740_992), nil),
        Example(.boolean, .boolean(true), .integer(1)), Example(.boolean, .boolean(false), .integer(0)), Example(.boolean, .integer(1), nil),
        Example(.boolean, .string("true"), nil),
    ]

    private static let texts: [Example] = [
        Example(.text(1...5), .string("  five5\n"), .text("five5")), Example(.text(1...5), .string("sixsix"), nil),
        Example(.text(1...5), .string(" \t\n "), nil),
        Example(.text(0...5), .string(""), .text("")), Example(.text(1...5), .string("ÄÖÜßé"), .text("ÄÖÜßé")),
        Example(.text(1...5), .string("ÄÖÜßéx"), nil),
        Example(.text(2...5), .string("ä"), nil), Example(.text(1...5), .string("a\u{0}b"), nil), Example(.text(1...5), .integer(1), nil),
        Example(.text(1...5), .array([]), nil), Example(.text(1...5), .string("\u{3000}x\u{A0}"), .text("x")),
        Example(.choice(["open", "won"]), .string("won"), .text("won")), Example(.choice(["open", "won"]), .string("Won"), nil),
        Example(.choice(["open", "won"]), .string(""), nil),
    ]

    private static let formats: [Example] = [
        Example(.email, .string(" desk@example.com "), .text("desk@example.com")),
        Example(.time, .string("2026-01-31T09:00:00Z"), .integer(1_769_850_000_000)),
        Example(.time, .string("2026-01-31T10:00:00.5+01:00"), .integer(1_769_850_000_500)),
        Example(.time, .string("2026-01-31"), nil), Example(.time, .string("2026-02-30T09:00:00Z"), nil), Example(.time, .integer(1), nil),
        Example(.email, .string("jörg@müller.example"), .text("jörg@müller.example")),
        Example(.email, .string("desk"), nil), Example(.email, .string("a@b@c"), nil), Example(.email, .string("a@"), nil),
        Example(.email, .string("@b"), nil),
        Example(.email, .string("a b@c.example"), nil), Example(.email, .string("a@b..c"), nil), Example(.email, .string("a@-b.example"), nil),
        Example(.email, .string("Desk <a@b.example>"), nil), Example(.email, .string("a@b.example,c@d.example"), nil),
        Example(.email, .string(""), nil), Example(.email, .string("mailto:m@x.example"), nil), Example(.email, .string("MailTo:m@x.example"), nil),
        Example(.email, .string("bob\u{200B}@x.example"), nil), Example(.email, .string("\u{FEFF}bob@x.example"), nil),
        Example(.email, .string("b\u{AD}ob@x.example"), nil), Example(.email, .string("bob@x.exa\u{202E}mple"), nil),
        Example(.email, .string("bob\u{7F}@x.example"), nil), Example(.email, .string("bob\u{34F}@x.example"), nil),
        Example(.email, .string(String(repeating: "a", count: 64) + "@b.example"), .text(String(repeating: "a", count: 64) + "@b.example")),
        Example(.email, .string(String(repeating: "a", count: 65) + "@b.example"), nil),
        Example(.date, .string("2028-02-29"), .text("2028-02-29")), Example(.date, .string("2026-02-29"), nil),
        Example(.date, .string("2026-13-01"), nil),
        Example(.date, .string("2026-1-1"), nil), Example(.date, .string("2026-01-01T00:00:00Z"), nil), Example(.date, .string("+026-01-01"), nil),
        Example(.timeZone, .string("Europe/Berlin"), .text("Europe/Berlin")), Example(.timeZone, .string("UTC"), .text("UTC")),
        Example(.timeZone, .string("CEST"), nil), Example(.timeZone, .string("Mars/Base"), nil), Example(.timeZone, .string(""), nil),
        Example(.currency, .string("EUR"), .text("EUR")), Example(.currency, .string("eur"), nil), Example(.currency, .string("EURO"), nil),
        Example(.currency, .string("€"), nil),
    ]

    private static let list = Field.Kind.textList(count: 2, length: 3)
    private static let lists: [Example] = [
        Example(list, .array([]), .text("[]")), Example(list, .array([.string(" a "), .string("bcd")]), .text(#"["a","bcd"]"#)),
        Example(list, .array([.string("a"), .string("b"), .string("c")]), nil), Example(list, .array([.string("abcd")]), nil),
        Example(list, .array([.integer(1)]), nil), Example(list, .array([.null]), nil), Example(list, .string("a"), nil), Example(list, .null, nil),
        Example(list, .array([.string("\u{0}")]), nil), Example(list, .array([.string("\"\\/")]), .text(JSONText.list(["\"\\/"]))),
        Example(list, .array([.string(" "), .string("a")]), .text(#"["a"]"#)), Example(list, .array([.string(""), .string("\t")]), .text("[]")),
    ]

    @Test(arguments: examples) func `takes what keeps its rule, and names itself where something does not`(example: Example) {
        let field = Field.required("price", example.kind, "")
        do {
            #expect(try field.value(of: example.json) == example.stored)
        } catch {
            #expect(example.stored == nil)
            #expect(error.issues.count == 1)
            #expect(error.issues.first?.field == "price")
            #expect(error.issues.first?.message.hasPrefix("price must") == true || example.kind == .time)
            #expect(error.issues.first?.message.hasSuffix(".") == true)
        }
    }

    @Test(arguments: [
        ("bob\u{200B}@x.example", "U+200B"), ("bob@x.example\u{202E}", "U+202E"), ("mailto:bob@x.example", "without mailto: before it"),
    ])
    func `says of an address what nobody sees in it`(address: String, words: String) {
        let error = #expect(throws: ValidationError.self) { try Field.optional("email", .email, "").value(of: .string(address)) }
        #expect(error?.issues.map(\.field) == ["email"] && error?.issues.first?.message.contains(words) == true)
    }

    @Test func `takes null exactly where it has no value to begin with`() throws {
        #expect(try Field.optional("notes", .text(0...5), "").value(of: .null) == .null)
        #expect(throws: ValidationError.self) { try Field.optional("status", .text(0...5), "", initial: .text("open")).value(of: .null) }
        #expect(throws: ValidationError.self) { try Field.required("name", .text(0...5), "").value(of: .null) }
    }

    @Test(
        arguments: [
            (.integer(0...10), " 7 ", .integer(7)), (.integer(0...10), "7.0", nil), (.integer(0...10), "", nil), (.integer(0...10), "99", nil),
            (.integer(0...10), "99999999999999999999", nil), (.boolean, "true", .integer(1)), (.boolean, "yes", nil),
            (.boolean, "false", .integer(0)),
            (.textList(count: 3, length: 9), "a, b ,c", .text(#"["a","b","c"]"#)), (.textList(count: 3, length: 9), "", .text("[]")),
            (.textList(count: 3, length: 9), "a, ,b", .text(#"["a","b"]"#)),
            (.textList(count: 1, length: 9), "a,b", nil), (.date, "2026-01-31", .text("2026-01-31")), (.reference(table: "users"), "0", nil),
            (.reference(table: "users"), "12", .integer(12)), (.choice(["todo"]), " todo ", .text("todo")), (.text(0...9), "a\u{0}", nil),
        ] as [(Field.Kind, String, SQLValue?)])
    func `reads the same values from text`(kind: Field.Kind, text: String, stored: SQLValue?) {
        let field = Field.required("price", kind, "")
        do { #expect(try field.value(ofText: text) == stored) } catch { #expect(stored == nil) }
    }

    @Test(arguments: [[], ["a"], ["\"quoted\"", "back\\slash", "new\nline", "ü", ""]] as [[String]])
    func `of several texts is kept as JSON and read back`(texts: [String]) {
        #expect(JSONText.texts(JSONText.list(texts)) == texts)
    }
}
