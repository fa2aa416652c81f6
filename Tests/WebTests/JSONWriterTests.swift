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
        let written = json { json in
            json.object {
                $0.key("a\"\n"); $0.value(1 as Int64)
            }
        }
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
