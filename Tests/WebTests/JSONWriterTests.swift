import Domain
import Foundation
import NIOCore
import TestSupport
import Testing

@testable import Web

@Suite struct `The JSON writer` {
    @Test func `escapes any text so that a decoder gives it back`() throws {
        var random = SeededGenerator(state: 20_260_131)
        for _ in 0..<2000 {
            let text = RandomText.make(&random)
            let written = json { $0.value(text) }
            #expect(try JSONDecoder().decode([String].self, from: Data("[\(written)]".utf8)) == [text])
        }
    }

    @Test func `escapes every control character, quote and backslash`() throws {
        for scalar in (0...0x9f).compactMap(Unicode.Scalar.init) {
            let text = "a\(Character(scalar))b"
            let written = json { $0.value(text) }
            #expect(written.utf8.allSatisfy { $0 >= 0x20 })
            #expect(try JSONDecoder().decode([String].self, from: Data("[\(written)]".utf8)) == [text])
        }
        #expect(json { $0.value("\"\\\n\r\t\u{1}\u{1f}") } == #""\"\\\n\r\t\u0001\u001f""#)
    }

    @Test(arguments: ["\"", "\\", "\n", "\u{0}", "\u{1f}"]) func `finds what needs an escape at every place of a long text`(special: String) throws {
        for place in 0..<40 {
            let text = String(repeating: "é!\u{7f}", count: place) + special + String(repeating: "x", count: 40 - place)
            let written = json { $0.value(text) }
            #expect(written.utf8.allSatisfy { $0 >= 0x20 })
            #expect(try JSONDecoder().decode([String].self, from: Data("[\(written)]".utf8)) == [text])
        }
    }

    @Test func `puts commas between and nowhere else`() {
        let written = json { json in
            json.object { json in
                json.field("empty", "")
                json.key("list")
                json.array { json in
                    json.value(1 as Int64)
                    json.array { _ in }
                    json.object { _ in }
                    json.null()
                    json.raw("[2]")
                    json.value(true)
                }
                json.field("none", nil as String?)
                json.field("number", -7)
                json.key("last")
                json.object { $0.field("flag", false) }
            }
        }
        #expect(written == #"{"empty":"","list":[1,[],{},null,[2],true],"none":null,"number":-7,"last":{"flag":false}}"#)
    }

    @Test func `writes names as carefully as values`() throws {
        let written = json { json in json.object { $0.field("a\"\n", 1) } }
        #expect(try JSONDecoder().decode([String: Int].self, from: Data(written.utf8)) == ["a\"\n": 1])
    }

    @Test(arguments: [Int64.min, -1, 0, 1, 9_007_199_254_740_993, .max]) func `writes whole numbers exactly`(number: Int64) throws {
        #expect(try JSONDecoder().decode([Int64].self, from: Data("[\(json { $0.value(number) })]".utf8)) == [number])
    }

    @Test func `writes any JSON value so that it is read back the same`() throws {
        var random = SeededGenerator(state: 7)
        for _ in 0..<400 {
            let value = JSONValue.array([RandomText.value(&random, depth: 4)])
            let written = json { $0.value(value) }
            #expect(try JSONDecoder().decode(JSONValue.self, from: Data(written.utf8)) == value)
        }
    }
}

func json(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    write(&writer)
    return String(buffer: writer.buffer)
}

enum RandomText {
    private static let pieces = [
        "\"", "\\", "/", "\n", "\r\n", "\t", "\u{0}", "\u{8}", "\u{c}", "\u{1f}", "\u{7f}", "\u{85}", "\u{2028}", "\u{2029}", "\u{feff}", "\u{fffd}",
        "e\u{301}", "ü", "ß", "東京", "👍🏽", "👩‍👩‍👧‍👦", "🇩🇪", "\u{10ffff}", "Harbour Hotel", "</script>", "\\u0041", "",
    ]

    static func make(_ random: inout SeededGenerator) -> String {
        (0..<Int.random(in: 0...12, using: &random)).map { _ in
            Bool.random(using: &random) ? pieces.randomElement(using: &random) ?? "" : scalar(&random)
        }.joined()
    }

    static func value(_ random: inout SeededGenerator, depth: Int) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &random) {
        case 0: .null
        case 1: .boolean(.random(using: &random))
        case 2: .integer(.random(in: .min ... .max, using: &random))
        // Never a whole number, which would be read as an integer.
        case 3: .number(Double(Int.random(in: -1_000_000...1_000_000, using: &random)) + 0.5)
        case 4: .string(make(&random))
        case 5: .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(&random, depth: depth - 1) })
        default:
            .object(Dictionary((0..<Int.random(in: 0...4, using: &random)).map { _ in (make(&random), value(&random, depth: depth - 1)) }) { $1 })
        }
    }

    private static func scalar(_ random: inout SeededGenerator) -> String {
        Unicode.Scalar(UInt32.random(in: 0...0x10ffff, using: &random)).map { String(Character($0)) } ?? ""
    }
}
