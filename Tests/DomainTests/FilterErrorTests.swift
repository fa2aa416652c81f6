import Domain
import TestSupport
import Testing

@Suite struct `A text that is no filter` {
    @Test(arguments: [
        ("", 1, "", "the filter is empty: write everyone to choose all"),
        ("stge = lead", 1, "stge", "unknown field \"stge\" of contact: did you mean stage?"),
        (
            "colour = red", 1, "colour",
            "unknown field \"colour\" of contact: choose one of id, name, email, stage, sample, created_at, last_contacted_at"
        ),
        ("last_contact_at < now", 1, "last_contact_at", "unknown field \"last_contact_at\" of contact: did you mean last_contacted_at?"),
        ("stage = lead and", 17, "", "expected a condition on a contact, such as created_at is not empty, but found the end"),
        ("stage = harbour hotel", 17, "hotel", "expected and, or, or the end but found hotel; put a text of several words in double quotes"),
        ("stage = a and exists deal(status = opne)", 36, "opne", "status is never opne: did you mean open?"),
        ("exists deal(status = pending)", 22, "pending", "status is never pending: choose one of open, won, lost"),
        ("exists deals(status = open)", 8, "deals", "a contact has no deals: did you mean deal?"),
        ("exists message", 8, "message", "a contact has no message: choose one of deal, communication"),
        ("exists deal(exists communication)", 13, "exists", "exists asks about a contact: it cannot stand inside deal(…)"),
        ("exists deal(status = open", 26, "", "expected and, or, or ) but found the end"),
        (
            "deal(status = open)", 1, "deal",
            "deal is no field of contact: write exists deal(…), or count deal(…) and a number to compare with"
        ),
        ("sum deal(status = won) > 3", 9, "(", "sum needs a field, as in sum deal.…: choose one of amount_minor"),
        ("sum deal.status > 3", 10, "status", "status of deal is not a number: choose one of amount_minor"),
        (
            "latest deal.amount_minor < now", 13, "amount_minor",
            "amount_minor of deal is not a day or a time: choose one of close_date, created_at"
        ),
        ("count deal", 11, "", "expected =, !=, <, <=, >, >=, in or is after count deal(…), but found the end"),
        ("count deal > many", 14, "many", "expected a whole number but found many"),
        ("stage", 6, "", "expected =, !=, <, <=, >, >=, in or is after stage, but found the end"),
        ("stage is lead", 10, "lead", "expected empty or not empty after is, but found lead"),
        ("stage not lead", 11, "lead", "expected in, contains, starts with or ends with after not, but found lead"),
        ("stage in lead", 10, "lead", "expected ( after in, as in stage in (…, …), but found lead"),
        ("stage in (lead qualified)", 16, "qualified", "expected , or ) but found qualified"),
        ("stage = and", 9, "and", "expected a text for stage but found and: put it in double quotes"),
        ("name contains \"\"", 15, "\"\"", "every text contains an empty one: write name is not empty, or a text to look for"),
        ("id contains 3", 4, "contains", "id is no text: compare it with = or another sign"),
        ("id = 1.5", 6, "1", "numbers are whole here: leave out what follows the point"),
        ("id = 99999999999999999999", 6, "99999999999999999999", "the number is too large: it may have 18 digits"),
        ("sample > true", 8, ">", "sample is true or false: use = or !="),
        ("sample = yes", 10, "yes", "sample is true or false: expected one of them but found yes"),
        ("exists deal(status < won)", 20, "<", "status is one of a few words without an order: use =, != or in"),
        ("exists deal(close_date < now)", 26, "now", "close_date is a day: compare it with today or a date such as 2026-03-01, not now"),
        (
            "created_at < yesterday", 14, "yesterday",
            "created_at is a time: compare it with now, today or a date such as 2026-03-01, not yesterday"
        ),
        ("created_at > today - 3 hours", 24, "hours", "expected days, weeks but found hours"),
        ("created_at > now - days", 20, "days", "expected a number, as in 14 days, but found days"),
        ("created_at > now - 101 months", 24, "months", "expected minutes, hours, days, weeks but found months"),
        ("created_at > now - 9223372036854775807 weeks", 20, "9223372036854775807", "that is more than a hundred years: take less"),
        ("created_at = 2026-02-30", 14, "2026-02-30", "2026-02-30 is no day that exists"),
        ("stage == lead", 7, "==", "write = for =="),
        ("stage <> lead", 7, "<>", "write != for <>"),
        ("stage = 'lead'", 9, "'", "write \" for '"),
        ("stage = \"lead", 9, "\"", "the text that starts here does not end: close it with \""),
        ("stage = \"a\\n\"", 11, "\\", "a backslash stands before \" or another backslash only: write \\\\ for one"),
        ("stage = \"a\0\"", 9, "\"a\0\"", "the text contains the character U+0000: leave it out"),
        ("stage = lead; DROP TABLE contacts", 13, ";", "; means nothing here: put a text that contains it in double quotes"),
        ("(stage = lead))", 15, ")", "expected and, or, or the end but found )"),
        ("stage = \"👩‍👩‍👧\" x", 17, "x", "expected and, or, or the end but found x"),
    ]) func `is refused with its place, what stands there, and what to do`(text: String, position: Int, found: String, message: String) {
        #expect(throws: FilterError(position: position, found: found, message)) { try filter(text) }
    }

    @Test func `is named as the field filter for the API`() {
        let error = FilterError(position: 3, found: "x", "did you mean y?")
        #expect(error.validation == ValidationError(field: "filter", "filter is wrong at character 3: did you mean y?"))
    }

    @Test(arguments: [
        String(repeating: "(", count: 17) + "id = 1" + String(repeating: ")", count: 17),
        String(repeating: "not ", count: 17) + "id = 1",
        Array(repeating: "id = 1", count: 101).joined(separator: " and "),
        "id in (" + Array(repeating: "1", count: 201).joined(separator: ",") + ")",
        "name = \"" + String(repeating: "x", count: 4000) + "\"",
    ]) func `is refused where it goes beyond the limits`(text: String) {
        #expect(throws: FilterError.self) { try filter(text) }
    }

    @Test func `is refused and never stops the program, whatever is cut, doubled or put in`() throws {
        let texts = [
            "stage in (lead, \"a \\\" b\") and last_contacted_at < now - 14 days and not exists deal(status = won)",
            "sum deal.amount_minor(close_date <= 2026-03-01) > -1000 or email is not empty or name ends with \"x\"",
        ]
        var random = SeededGenerator(state: 2)
        for _ in 0..<5000 {
            var scalars = Array(texts.randomElement(using: &random)!.unicodeScalars)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<scalars.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: scalars.remove(at: place)
                case 1: scalars.insert(scalars.randomElement(using: &random)!, at: place)
                default: scalars.insert("\u{301}\"()-=<.\\9é\0".unicodeScalars.randomElement(using: &random)!, at: place)
                }
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            do {
                let expression = try filter(String(text))
                #expect(try filter(expression.description) == expression)
            } catch let error as FilterError {
                #expect((1...scalars.count + 1).contains(error.position))
            }
        }
    }
}
