import Domain
import Foundation

/// Lists of texts as the JSON that the tables keep.
package enum JSONText {
    package static func list(_ texts: [String]) -> String {
        var json = JSONWriter(capacity: 64)
        json.array { for text in texts { $0.value(text) } }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    package static func texts(_ list: String) -> [String] {
        list == "[]" ? [] : (try? JSONDecoder().decode([String].self, from: Data(list.utf8))) ?? []
    }
}
