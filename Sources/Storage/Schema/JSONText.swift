import Foundation

/// Lists of texts as the JSON that the tables keep.
package enum JSONText {
    package static func list(_ texts: [String]) -> String {
        // Encoding an array of valid strings cannot fail.
        texts.isEmpty ? "[]" : String(decoding: (try? JSONEncoder().encode(texts)) ?? Data("[]".utf8), as: UTF8.self)
    }

    package static func texts(_ list: String) -> [String] {
        list == "[]" ? [] : (try? JSONDecoder().decode([String].self, from: Data(list.utf8))) ?? []
    }
}
