import Foundation
import TestSupport
import Testing

@testable import Domain

@Suite struct `The JSON reader` {
    @Test func `reads whatever the writer has written`() throws {
        var random = SeededGenerator(state: 20_261_128)
        for _ in 0..<2000 {
            let value = RandomText.value(&random, depth: 4)
            #expect(try JSONReader.value(Self.text(value)) == value)
        }
    }

    @Test func `reads nothing else than a decoder does, however a document is damaged`() throws {
        var random = SeededGenerator(state: 20_261_129)
        var accepted = 0
        for _ in 0..<5000 {
            var bytes = Array(Self.text(RandomText.value(&random, depth: 4)).utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                let byte = [UInt8](#"{}[]",:\09-ntu/ "#.utf8).randomElement(using: &random)!
                if Bool.random(using: &random) { bytes[place] = byte } else { bytes.insert(byte, at: place) }
            }
            guard let value = try? bytes.withUnsafeBytes(JSONReader.value) else { continue }
            accepted += 1
            let decoded = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
            #expect(value == decoded, "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(accepted > 200)
    }

    @Test(
        arguments: [
            ("0", .integer(0)), ("-0", .integer(0)), ("-12", .integer(-12)), ("1.0", .integer(1)), ("1e3", .integer(1000)), ("1.5e-1", .number(0.15)),
            ("9223372036854775807", .integer(.max)), ("999999999999999999", .integer(999_999_999_999_999_999)),
            ("-99999999999999999", .integer(-99_999_999_999_999_999)), ("-9223372036854775808", .integer(.min)),
            ("1234567890123456789", .integer(1_234_567_890_123_456_789)),
            (
                #""no escape among more than thirty-two bytes, \u0041\t, then as many again before the end""#,
                .string("no escape among more than thirty-two bytes, A\t, then as many again before the end")
            ),
            ("1e300", .number(1e300)), (" [ ] ", .array([])), ("{\t}\r\n", .object([:])),
            (#""\u00e9\ud83d\ude00\/\b\f\n\r\t\"\\""#, .string("é😀/\u{8}\u{c}\n\r\t\"\\")), (#""\u0000""#, .string("\0")),
            (#"{"a":1,"a":2}"#, .object(["a": .integer(1)])), ("\u{FEFF}true", .boolean(true)), ("null", .null),
        ] as [(String, JSONValue)])
    func `reads`(text: String, value: JSONValue) throws {
        #expect(try JSONReader.value(text) == value)
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) == value)
    }

    @Test(arguments: [
        "", " ", "[1,]", #"{"a":1,}"#, "[,1]", "{,}", #"{"a"}"#, #"{"a":}"#, "{1:2}", "[1 2]", "01", "-", "-01", "1.", ".5", "1e", "+1", "1e400",
        "0x1",
        "NaN", "tru", "nul", "truex", "[1]]", "[", "{", "\"", "\"\n\"", #""\x""#, #""\u12g4""#, #""\ud800""#, #""\ud800\u0041""#, #""\udc00""#, "'a'",
        "//x\n1", "\"\\",
    ])
    func `refuses`(text: String) {
        #expect(throws: JSONReader.Fault.self) { try JSONReader.value(text) }
    }

    @Test func `refuses bytes that are no UTF-8, and what nests without end`() {
        for bytes in [[0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0x5C, 0x6E, 0xE2, 0x82, 0x22]] as [[UInt8]] {
            #expect(throws: JSONReader.Fault.self) { try bytes.withUnsafeBytes(JSONReader.value) }
        }
        #expect(throws: JSONReader.Fault.self) { try JSONReader.value(String(repeating: "[", count: 100_000)) }
        #expect(throws: JSONReader.Fault.self) { try JSONReader.value(String(repeating: #"{"a":"#, count: 100_000)) }
        #expect((try? JSONReader.value(String(repeating: "[", count: 400) + String(repeating: "]", count: 400))) != nil)
    }

    private static func text(_ value: JSONValue) -> String {
        var json = JSONWriter()
        json.value(value)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
