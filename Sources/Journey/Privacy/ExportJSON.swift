package import Domain
import Storage

/// An export as one JSON object: a member for each table, a list of its rows.
package struct ExportJSON: Sendable {
    private var isFirstTable = true
    private var hasRows = false

    package init() {}

    package mutating func begin(_ contact: Int64, now: Timestamp) -> String {
        "{\"contact_id\":\(contact),\"exported_at\":\"\(now.rfc3339)\""
    }

    package mutating func text(of part: ContactExport.Part) -> String {
        var text = part.isFirst ? "\(isFirstTable ? "" : "]"),\"\(part.table)\":[" : ""
        if part.isFirst { (isFirstTable, hasRows) = (false, false) }
        for row in part.rows {
            var json = JSONWriter()
            json.row(row, part.fields)
            text += (hasRows ? "," : "") + String(decoding: json.bytes, as: UTF8.self)
            hasRows = true
        }
        return text
    }

    package func end() -> String { isFirstTable ? "}\n" : "]}\n" }
}
