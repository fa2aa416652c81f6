import Domain
import Storage
import Testing

/// What is shown to whoever writes a filter is what the parser reads.
@Suite struct `The language of filters` {
    private let subject = AudienceSubject.contacts
    private var records: [FilterRecord] { [subject.schema.subject] + subject.schema.related }

    @Test func `reads every operator of a field with every value that is shown for it, and no other`() throws {
        let all = Set(records.flatMap { $0.fields.flatMap(\.kind.operators) })
        for record in records {
            for field in record.fields {
                for sign in all {
                    let texts = field.kind.values.map { condition(field.name, sign, $0) }.map {
                        record.name == "contact" ? $0 : "exists \(record.name)(\($0))"
                    }
                    let isRead = texts.map { text in (try? subject.filter(text)) != nil }
                    let expected = field.kind.operators.contains(sign)
                    #expect(isRead.allSatisfy { $0 == expected }, "\(record.name).\(field.name) \(sign)")
                }
            }
        }
    }

    private func condition(_ field: String, _ sign: String, _ value: String) -> String {
        switch sign {
        case "is empty", "is not empty": "\(field) \(sign)"
        case "in", "not in": "\(field) \(sign) (\(value))"
        default: "\(field) \(sign) \(value)"
        }
    }

    @Test func `reads every question about what belongs to a contact`() throws {
        for record in subject.schema.related {
            for question in record.questions {
                _ = try subject.filter(question.replacing("…", with: ""))
                _ = try subject.filter(question.replacing("…", with: "created_at = today"))
            }
        }
    }

    @Test func `reads the examples`() throws {
        for example in subject.examples { _ = try subject.filter(example.filter) }
    }

    @Test func `says of each field what it means`() {
        let named =
            records.flatMap { record in record.fields.map { ($0.name, record.name) } } + subject.schema.shorthands.map { ($0.name, "contact") }
        for (field, record) in named { #expect(!subject.meaning(of: field, in: record).isEmpty, "\(record).\(field)") }
    }
}
