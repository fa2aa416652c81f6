import Domain
import TestSupport
import Testing

@Suite struct `A filter` {
    @Test(arguments: [
        ("everyone", "everyone"),
        ("stage = lead", "stage = lead"),
        ("STAGE=\"lead\"", "stage = lead"),
        (
            "stage in (lead, qualified) and last_contacted_at < now - 14 days and not exists deal(status = won)",
            "stage in (lead, qualified) and latest communication.created_at < now - 14 days and not exists deal(status = won)"
        ),
        (
            "exists deal(status = open and close_date <= today + 7 days) and email != \"\"",
            "exists deal(status = open and close_date <= today + 7 days) and email != \"\""
        ),
        ("count deal(close_date<today)>=2", "count deal(close_date < today) >= 2"),
        ("sum deal.amount_minor(status = WON) > -1000", "sum deal.amount_minor(status = won) > -1000"),
        ("earliest deal.close_date is not empty or no communication", "earliest deal.close_date is not empty or not exists communication"),
        ("not (stage = a or stage = b) and sample = TRUE", "not (stage = a or stage = b) and sample = true"),
        ("stage = a or stage = b and stage = c", "stage = a or stage = b and stage = c"),
        ("(stage = a or stage = b) and ((stage = c))", "(stage = a or stage = b) and stage = c"),
        ("not email is empty", "email is not empty"),
        ("not not email contains \"@Example.com\"", "not email not contains \"@Example.com\""),
        (
            "name not in (0042, 2026-03-01, \"and\") and name starts with \"say \\\"hi\\\" \\\\\"",
            "name not in (\"0042\", \"2026-03-01\", \"and\") and name starts with \"say \\\"hi\\\" \\\\\""
        ),
        ("name ends with Hotel and name=Ökohof", "name ends with Hotel and name = \"Ökohof\""),
        (
            "created_at >= 2026-03-01 and created_at<now-1 hour and created_at != today-1weeks",
            "created_at >= 2026-03-01 and created_at < now - 1 hour and created_at != today - 1 week"
        ),
        ("exists deal()\n and\tcount communication > 0", "exists deal and count communication > 0"),
    ]) func `is read, and printed in its canonical form`(text: String, canonical: String) throws {
        let expression = try filter(text)
        #expect(expression.description == canonical)
        #expect(try filter(canonical) == expression)
    }

    @Test func `binds not before and, and and before or`() throws {
        let parts = try ["id = 1", "id = 2", "id = 3"].map(filter)
        #expect(try filter("not id = 1 and id = 2 or id = 3") == .any([.all([.not(parts[0]), parts[1]]), parts[2]]))
        #expect(try filter("id = 1 and (id = 2 and id = 3)") == .all([parts[0], .all([parts[1], parts[2]])]))
    }

    @Test func `of any shape reads its own text back`() throws {
        let texts = ["", "lead", "and", "Now", "two words", "\"", "\\", "\"\u{301}", "50%", "o'clock", "-- x", "Ö", "東京", "007", "a\nb", "$1", "_"]
        let dates = ["2026-03-01", "1999-12-31", "0001-01-01"].map(day)
        var generator = FilterGenerator(exampleSchema, texts: texts, numbers: [0, -5, 7, .max], dates: dates, seed: 1)
        for _ in 0..<5000 {
            let expression = generator.expression(depth: 5)
            let text = expression.description
            guard text.unicodeScalars.count <= FilterLimits.length else { continue }
            #expect(try filter(text) == expression, "\(text)")
        }
    }

    @Test func `as long and as deep as allowed is read`() throws {
        let depth = FilterLimits.depth
        _ = try filter(String(repeating: "(", count: depth) + "id = 1" + String(repeating: ")", count: depth))
        _ = try filter(Array(repeating: "id = 1", count: FilterLimits.conditions).joined(separator: " or "))
        _ = try filter("id in (" + Array(repeating: "1", count: FilterLimits.listEntries).joined(separator: ",") + ")")
        _ = try filter("name = \"" + String(repeating: "ä", count: FilterLimits.length - 9) + "\"")
        _ = try filter("created_at > now - 100 days or created_at < today + 5000 weeks")
    }
}
