import Domain
import Testing

@testable import Journey

@Suite struct ImportValueTests {
    @Test(arguments: [
        ("1200", 120_000), ("1,200.50", 120_050), ("1.200,50", 120_050), ("1200.5", 120_050), ("1200,5", 120_050), ("1.200", 120_000),
        ("1,200", 120_000), ("1,234,567", 123_456_700), ("1.234.567,8", 123_456_780), ("1 200.50", 120_050), ("1'200.50", 120_050),
        ("€ 1.200,50", 120_050), ("EUR 1,200.50", 120_050), ("1200 EUR", 120_000), ("$99", 9_900), ("0.5", 50), ("0,75", 75), ("12.340", 1_234_000),
        ("0.500", 50), ("12.00", 1_200), ("-5", -500),
    ])
    func `amounts are read in minor units`(text: String, minor: Int64) throws {
        #expect(try ImportNumber.scaled(text, digits: 2, field: "amount") == minor)
    }

    @Test(arguments: ["", "abc", "12k", "1.2.3", "1,20,300", "1,200.50.1", "1.234,567,8", "12.345678", "--5", "1,2345,678", "99999999999999999999"])
    func `what is no amount is refused`(text: String) {
        #expect(throws: ValidationError.self) { try ImportNumber.scaled(text, digits: 2, field: "amount") }
    }

    @Test(arguments: [
        ("€5", "EUR"), ("5 €", "EUR"), ("CHF 1'200", "CHF"), ("12 GBP", "GBP"), ("£3", "GBP"), ("$5", nil), ("5", nil), ("5 per kg", nil),
    ])
    func `the currency beside an amount is read where it is one alone`(text: String, code: String?) {
        #expect(ImportNumber.currency(in: text) == code)
    }

    @Test func `decimals follow the currency`() throws {
        #expect(try ImportNumber.scaled("1200", digits: 0, field: "amount") == 1200)
        #expect(try ImportNumber.scaled("1200.00", digits: 0, field: "amount") == 1200)
        #expect(throws: ValidationError.self) { try ImportNumber.scaled("1200.5", digits: 0, field: "amount") }
        #expect(try ImportNumber.scaled("1.2345", digits: 4, field: "amount") == 12_345)
        #expect(throws: ValidationError.self) { try ImportNumber.scaled("1.200", digits: 3, field: "amount") }
    }

    @Test(arguments: [
        "2026-01-31", "2026/01/31", "2026-1-31", "31.01.2026", "31.1.2026", "01/31/2026", "1/31/2026", "31/01/2026", "2026-01-31 10:00",
        "2026-01-31T10:00:00Z", "1/31/2026 10:00",
    ])
    func `days are read in every form that has one meaning`(text: String) throws {
        #expect(try ImportDate.day(text, field: "due_date") == LocalDate(year: 2026, month: 1, day: 31))
    }

    @Test func `a day that reads the same both ways is one`() throws {
        #expect(try ImportDate.day("05/05/2026", field: "due_date") == LocalDate(year: 2026, month: 5, day: 5))
        #expect(try ImportDate.day("01.02.2026", field: "due_date") == LocalDate(year: 2026, month: 2, day: 1))
    }

    @Test(arguments: ["01/02/2026", "31/31/2026", "30.02.2026", "31-01-2026", "1/31/26", "tomorrow", "2026-01", "31.01.", ""])
    func `any other day is refused with the form that will do`(text: String) {
        let error = #expect(throws: ValidationError.self) { try ImportDate.day(text, field: "due_date") }
        #expect(error?.sentences.contains("YYYY-MM-DD") == true)
    }

    private func header(_ kind: ImportKind, _ names: String) throws -> ImportHeader {
        var bytes = Array(names.utf8)
        var reader = try CSVReader {
            defer { bytes = [] }
            return bytes
        }
        guard case .record(let record)? = try reader.next() else { throw UnusableFile("no header") }
        return try ImportHeader(record, kind: kind)
    }

    @Test func `columns are known by their usual names`() throws {
        let contacts = try header(.contacts, "Record ID,FULL NAME, E-mail ,Phone Number,Company_Name,Lead Status,Contact owner,Colour")
        #expect(contacts.places == ["external_id": 0, "name": 1, "email": 2, "phone": 3, "company": 4, "stage": 5, "user_id": 6])
        #expect(contacts.ignored == ["Colour"])
        let deals = try header(.deals, "Deal ID;Client;Product;Amount;Currency;Deal stage;Close date;Contact email")
        #expect(
            deals.places == [
                "external_id": 0, "customer": 1, "product": 2, "amount": 3, "currency": 4, "status": 5, "expected_close_date": 6, "contact": 7,
            ])
        #expect(
            try header(.tasks, "Task\tDeadline\tStatus\tType\tComments").places == ["title": 0, "due_date": 1, "status": 2, "kind": 3, "notes": 4])
        #expect(try header(.targets, "Product,Goal,Actual,By").places == ["product": 0, "target": 1, "achieved": 2, "due_date": 3])
    }

    @Test func `columns are known by the names that other systems' exports have`() throws {
        let people = "Person - Name,Person - Email - Work,Person - Phone - Work,Person - Organization,Person - Marketing status,Person - Owner"
        #expect(
            try header(.contacts, people).places == ["name": 0, "email": 1, "phone": 2, "company": 3, "marketing_status": 4, "user_id": 5])
        let deals = "Deal - Title,Deal - Organization,Deal - Value,Deal - Contact person,Deal - Status,Deal - Stage"
        #expect(try header(.deals, deals).places == ["product": 0, "customer": 1, "amount": 2, "contact": 3, "status": 4])
        let others = "Deal Name,Associated Company,Associated Contact,Deal Stage,Close Date,Amount,Deal owner"
        #expect(
            try header(.deals, others).places == [
                "product": 0, "customer": 1, "contact": 2, "status": 3, "expected_close_date": 4, "amount": 5, "user_id": 6,
            ])
        #expect(try header(.deals, "Title,Organization,Value,Product").places == ["customer": 1, "amount": 2, "product": 3])
    }

    @Test func `a column by its own name goes before one by another`() throws {
        #expect(try header(.contacts, "Status,Stage,Name").places == ["stage": 1, "name": 2])
        #expect(try header(.contacts, "Status,Stage,Name").ignored == ["Status"])
    }

    @Test func `a missing column is named`() throws {
        let error = #expect(throws: UnusableFile.self) { try header(.targets, "Product,Colour") }
        #expect(error?.sentence == "The file has no column for target: its first line names Product, Colour. Name one of its columns target.")
        #expect(throws: UnusableFile.self) { try header(.contacts, "E-mail") }
    }

    @Test func `a file of another kind is told from one with columns too many`() throws {
        let error = #expect(throws: UnusableFile.self) { try header(.tasks, "name,email,phone,company,stage,notes") }
        #expect(
            error?.sentence == "The file looks like one of contacts: as tasks, its columns phone, company, stage would be left out. "
                + "Import it as contacts, or take these columns out.")
        #expect(try header(.tasks, "title,due,email,phone,company").ignored == ["phone", "company"])
        #expect(try header(.deals, "Deal name,Contact name,Email,Phone,Company,Stage,Owner,Amount").ignored == ["Contact name", "Phone"])
    }
}
