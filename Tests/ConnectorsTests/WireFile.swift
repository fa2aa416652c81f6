import Domain
import Foundation

/// An example of `Tests/Wire`, which the providers' own clients have judged (`Tests/acceptance/test_wire_files.py`).
func wireFile(_ name: String) throws -> String {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: tests.appending(path: "Wire/\(name)"), encoding: .utf8)
}

func parsed(_ json: String) throws -> JSONValue { try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8)) }
