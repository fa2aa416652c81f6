import Domain
import Foundation
import Storage

/// Turns records into rows: finds the cells, reads numbers, days and words, and checks every value by its field.
struct ImportRowReader: Sendable {
    let kind: ImportKind
    let header: ImportHeader
    let owners: ImportOwners
    let columns: [Field]
    /// Where a row has its contact, and its customer; nil for a kind that has none.
    let contactColumn: Int?
    private let customerColumn: Int?
    private let keys: ImportKeys
    private let places: [Int?]
    private let flags: [ImportFlag]
    private let ending: ImportEnding?
    /// Whether a column is part of a key.
    private let isKey: [Bool]

    /// - Parameters:
    ///   - zone: the workspace's, in which days are meant.
    ///   - now: what is later has not ended.
    init(kind: ImportKind, header: ImportHeader, owners: ImportOwners, columns: [Field], zone: TimeZone, now: Timestamp) {
        self.kind = kind
        self.header = header
        self.owners = owners
        self.columns = columns
        keys = ImportKeys(kind, columns: columns)
        contactColumn = columns.firstIndex { $0.name == "contact_id" }
        customerColumn = columns.firstIndex { $0.name == "customer" }
        places = columns.map { $0.isReadOnly ? nil : header.places[$0.name] }
        flags = ImportFlag.all(of: kind).filter { header.places[$0.column] != nil }
        ending = ImportEnding(kind, header: header, columns: columns, zone: zone, now: now)
        let names = Set(["external_id", "email", "sku", "user_id"] + kind.naturalKey)
        isKey = columns.map { names.contains($0.name) }
    }

    /// - Throws: `ValidationError` with everything that is wrong in the row.
    func row(_ record: CSVRecord) throws(ValidationError) -> ImportRow {
        guard (header.width..<max(header.width, record.cells.count)).allSatisfy(record.isEmpty) else {
            throw ValidationError(
                field: "",
                "The row has \(record.cells.count) cells where the first line has \(header.width): put quotes around a cell that holds the separator."
            )
        }
        var issues: [ValidationError.Issue] = []
        var given = [SQLValue?](repeating: nil, count: columns.count)
        for index in columns.indices {
            do {
                given[index] = try value(of: index, in: record)
            } catch {
                issues += error.issues
            }
        }
        guard issues.isEmpty else { throw ValidationError(issues) }
        if let ending { given = try ending.adding(to: given) { text($0, record) } }
        return ImportRow(line: record.line, given: normalised(given), contact: contact(in: record), customer: text("customer", record))
    }

    /// As it is looked up: an address as contacts have it.
    private func contact(in record: CSVRecord) -> String? {
        text("contact", record).map { $0.contains("@") ? $0.asAddress : $0 }
    }

    /// A row's values with the contact that was found for it. One that a person chose gives way to none that is likely only, unless the
    /// file names another customer.
    func linked(_ values: [SQLValue], of row: ImportRow, before: [SQLValue]?) -> [SQLValue] {
        guard let contactColumn, let contact = row.statedContact ?? row.likelyContact else { return values }
        let hasMoved = before.map { before in customerColumn.map { before[$0] != values[$0] } ?? false } ?? true
        guard row.statedContact != nil || hasMoved || values[contactColumn] == .null else { return values }
        var values = values
        values[contactColumn] = .integer(contact)
        return values
    }

    /// The keys of a record, as far as they can be told without checking the row: `ids` name it, `natural` describes it.
    func keys(of record: CSVRecord) -> (ids: [ImportKey], natural: ImportKey?) {
        let values = columns.indices.map { (isKey[$0] ? uncheckedValue(of: $0, in: record) : nil) ?? initial(columns[$0]) }
        let ids = [keys.externalID(of: values).map(ImportKey.externalID), keys.unique(of: values).map(ImportKey.unique)].compactMap(\.self)
        return (ids, keys.natural(of: values))
    }

    private func uncheckedValue(of index: Int, in record: CSVRecord) -> SQLValue? {
        switch columns[index].kind {
        case .text where places[index] != nil: text(columns[index].name, record).map(SQLValue.text)
        case .email: text(columns[index].name, record).map { .text($0.asAddress) }
        default: (try? value(of: index, in: record)) ?? nil
        }
    }

    /// What a new row has where the file says nothing.
    func initial(_ field: Field) -> SQLValue {
        switch field.kind {
        case .boolean: .integer(0)
        case .reference where field.name == "user_id": .integer(owners.standard)
        default: field.initial ?? .null
        }
    }

    private func value(of index: Int, in record: CSVRecord) throws(ValidationError) -> SQLValue? {
        let field = columns[index]
        if let word = try flagged(field, record) { return .text(word) }
        if field.name.hasSuffix("_minor"), let amount = try amount(field, record) { return amount }
        if field.name == "name", kind == .contacts, places[index] == nil { return try fullName(field, record) }
        if case .currency = field.kind { try checkCurrency(field, record) }
        let text = if case .currency = field.kind { currency(record) } else { places[index].flatMap { self.text(at: $0, record) } }
        return try text.map { text throws(ValidationError) in try value(of: field, text) }
    }

    /// What a column of yes and no makes of the field, whatever the field's own column says.
    private func flagged(_ field: Field, _ record: CSVRecord) throws(ValidationError) -> String? {
        var word: String?
        for flag in flags where flag.field == field.name {
            guard let text = text(flag.column, record), try ImportFlag.isSet(text, title: header.title(of: flag.column)) else { continue }
            word = flag.word
        }
        return word
    }

    /// In its own column, else beside the amount.
    private func currency(_ record: CSVRecord) -> String? {
        text("currency", record) ?? Self.amounts.lazy.compactMap { text($0, record).flatMap(ImportNumber.currency) }.first
    }

    /// Of two currencies nobody can say which is meant.
    private func checkCurrency(_ field: Field, _ record: CSVRecord) throws(ValidationError) {
        guard let own = text("currency", record), case .text(let code)? = try? value(of: field, own) else { return }
        for column in Self.amounts {
            guard let amount = text(column, record), ImportNumber.rulesOut(code, in: amount) else { continue }
            let title = header.title(of: "currency")
            throw ValidationError(
                field: title, "\(title) is \"\(own)\", and \(header.title(of: column)) is \"\(amount)\": give both the same currency.")
        }
    }

    private static let amounts = ["amount", "price"]

    private func value(of field: Field, _ text: String) throws(ValidationError) -> SQLValue {
        switch field.kind {
        case .reference: return .integer(try owners.user(text))
        case .date: return .date(try ImportDate.day(text, field: field.name))
        case .integer: return try field.value(ofText: String(try ImportNumber.scaled(text, digits: 0, field: field.name)))
        case .choice: return try field.value(ofText: kind.choice(text, of: field.name) ?? header.otherwise(field.name) ?? text)
        case .email: return try field.value(ofText: text.asAddress)
        case .currency: return try field.value(ofText: text.uppercased())
        default: return try field.value(ofText: text)
        }
    }

    private func fullName(_ field: Field, _ record: CSVRecord) throws(ValidationError) -> SQLValue? {
        let parts = ["first_name", "middle_name", "last_name"].compactMap { text($0, record) }
        // An address book has organisations without a person.
        guard let name = parts.isEmpty ? text("company", record) : parts.joined(separator: " ") else { return nil }
        return try field.value(ofText: name)
    }

    /// The column `amount` or `price` in minor units; how many decimals count follows the row's currency (ISO 4217).
    private func amount(_ field: Field, _ record: CSVRecord) throws(ValidationError) -> SQLValue? {
        let column = String(field.name.dropLast("_minor".count))
        guard let text = text(column, record) else { return nil }
        let smallest = MoneyText.amount(1, currency: currency(record)?.uppercased() ?? "")
        let digits = smallest.firstIndex(of: ".").map { smallest.distance(from: $0, to: smallest.endIndex) - 1 } ?? 0
        // A person finds it in the file by the name it has there.
        let title = header.title(of: column)
        let amount = try ImportNumber.scaled(text, digits: digits, field: title)
        if case .integer(let range) = field.kind, !range.contains(amount) {
            // The field's own rule speaks of minor units, of which the file has none.
            let scale = (0..<digits).reduce(Int64(1)) { scale, _ in scale * 10 }
            throw ValidationError(
                field: title, "\(title) must be \(range.lowerBound / scale) to \(range.upperBound / scale), but is \"\(text)\".")
        }
        return .integer(amount)
    }

    /// Nil where the column is missing or the cell empty.
    private func text(_ column: String, _ record: CSVRecord) -> String? {
        header.places[column].flatMap { text(at: $0, record) }
    }

    private func text(at place: Int, _ record: CSVRecord) -> String? {
        guard !record.isEmpty(place) else { return nil }
        let text = record.text(place).trimmed
        return text.isEmpty ? nil : text
    }

    /// Values in the form the table keeps, such as stages in lower case.
    private func normalised(_ given: [SQLValue?]) -> [SQLValue?] {
        guard kind == .contacts else { return given }
        var values = Table.Values(columns, given)
        kind.table.derive(&values, Timestamp(milliseconds: 0))
        return columns.map { values[$0.name] }
    }
}

extension Table.Values {
    /// Those of the values that are given, by their columns' names.
    init(_ columns: [Field], _ values: [SQLValue?]) {
        self.init(minimumCapacity: columns.count)
        for (column, value) in zip(columns, values) where value != nil { self[column.name] = value }
    }
}
