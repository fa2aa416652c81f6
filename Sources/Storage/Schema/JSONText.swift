import Domain

/// Lists of texts as the JSON that the tables keep.
package enum JSONText {
    package static func list(_ texts: [String]) -> String {
        var json = JSONWriter(capacity: 64)
        json.array { for text in texts { $0.value(text) } }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    package static func texts(_ list: String) -> [String] {
        guard list != "[]", case .array(let items)? = try? JSONReader.value(list) else { return [] }
        return items.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
}
