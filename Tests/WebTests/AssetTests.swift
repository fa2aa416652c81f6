import Domain
import Foundation
import HTTPTypes
import Testing

@testable import Journey
@testable import Web

@Suite struct `The page's files` {
    private let operations = Routes.all(version: "1").filter { $0.path.hasPrefix("/assets/") }
    private let version = "\(EmbeddedAssets.fingerprint)/"

    @Test func `are all in the binary, as they are in the source`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/Web/Assets")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path())
            .filter { !$0.contains(/(^|\/)\./) && $0.contains(".") }
        #expect(Set(EmbeddedAssets.files.keys) == Set(paths))
        for path in paths {
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            #expect(EmbeddedAssets.files[path]?.replacing(version, with: "") == text, "\(path)")
        }
    }

    @Test func `are there compressed as well, all of a size worth it`() throws {
        for (path, text) in EmbeddedAssets.files {
            guard let compressed = EmbeddedAssets.compressed[path] else {
                #expect(text.utf8.count < 500, "\(path)")
                continue
            }
            #expect(gunzipped(Array(try #require(Data(base64Encoded: compressed)))) == text, "\(path)")
        }
    }

    @Test func `are named by pages with their version, and by one another without`() {
        for (path, text) in EmbeddedAssets.files {
            #expect(text.matches(of: /"\/assets\//).count == text.matches(of: /"\/assets\/\w+\/(?:(?:css|js)\/)?[\w-]+\.\w+[#"]/).count, "\(path)")
            #expect(text.contains("/assets/") == path.hasSuffix(".html"), "\(path)")
        }
    }

    @Test func `count the decimals of currencies as the server does`() throws {
        let script = try #require(EmbeddedAssets.files["js/money.js"])
        func listed(_ name: String) -> Set<String> {
            let list = script.firstMatch(of: try! Regex("\(name) = \"([A-Z ]+)\"", as: (Substring, Substring).self))
            return Set(list?.1.split(separator: " ").map(String.init) ?? [])
        }
        #expect(listed("WITHOUT_DIGITS") == MoneyText.withoutDigits)
        #expect(listed("WITH_THREE_DIGITS") == MoneyText.withThreeDigits)
    }

    @Test func `are all served under their path, with the type a browser needs`() {
        let paths = EmbeddedAssets.files.keys.flatMap { ["/assets/\($0)", "/assets/{version}/\($0)"] }
        #expect(operations.map(\.path).sorted() == paths.sorted())
        let types = ["js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "html": "text/html"]
        for operation in operations {
            let ending = operation.path.split(separator: ".").last.map(String.init) ?? ""
            #expect(types[ending].map { "\($0); charset=utf-8" } == operation.resultType, "\(operation.path) is \(operation.resultType)")
            #expect(operation.method == .get && operation.isFile)
        }
    }

    @Test func `that refer to one another refer to what is there`() {
        for (path, text) in EmbeddedAssets.files {
            for match in text.matches(of: /(?:from|import)\s*\(?\s*["'](\.[^"']+\.js)["']/) {
                let target = URL(filePath: "/" + path).deletingLastPathComponent().appending(path: String(match.1)).standardized.path()
                #expect(EmbeddedAssets.files[String(target.dropFirst())] != nil, "\(path) imports \(match.1)")
            }
            for match in text.matches(of: /(?:href|src)="\/assets\/([^"#]+)/) {
                #expect(match.1.hasPrefix(version))
                #expect(EmbeddedAssets.files[String(match.1.dropFirst(version.count))] != nil, "\(path) refers to \(match.1)")
            }
        }
    }

    @Test func `tell every risk of a message in the words of the product`() throws {
        let words = try #require(EmbeddedAssets.files["js/risks.js"])
        for risk in Risk.allCases {
            #expect(words.contains("\(risk.rawValue): {"))
            #expect(words.contains("reason: \"\(risk.sentence)\""))
        }
    }

    @Test func `have a sentence for every reason why a sign-in by a provider came to nothing`() throws {
        let words = try #require(EmbeddedAssets.files["js/providers.js"])
        for reason in ProviderRefusal.Reason.allCases { #expect(words.contains("\(reason.rawValue): \"")) }
    }
}
