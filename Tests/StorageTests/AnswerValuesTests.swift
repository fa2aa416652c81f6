import TestSupport
import Testing

@testable import Storage

@Suite struct `An answer's text` {
    /// Of `a`, `é` and `€`, which come together as often as not.
    private static let bytes: [UInt8] = [0x61, 0xC3, 0xA9, 0xE2, 0x82, 0xAC]

    @Test(arguments: [
        [[0x61], [0xC3, 0xA9], []], [[0xFF]], [[0x61, 0x80, 0x62]], [[0xC3], [0xA9]], [[0x61, 0xF0, 0x9F], [0x98, 0x80]],
        [[], [0xA9, 0x61], [0x62]],
        [[0xC3, 0xA9], [0xC3]],
    ]) func `has a U+FFFD where it is no UTF-8, also where it would be together with the text beside it`(texts: [[UInt8]]) {
        var answer = AnswerBuilder()
        for text in texts { text.withUnsafeBufferPointer { answer.append(utf8: $0) } }
        #expect(answer.rows(width: texts.count).map(\.values) == [texts.map { .text(String(decoding: $0, as: UTF8.self)) }])
    }

    @Test func `is each value's own, whatever bytes it comes as`() {
        var random = SeededGenerator(state: 11)
        for _ in 0..<500 {
            var answer = AnswerBuilder(), expected: [SQLValue] = []
            for _ in 0..<6 {
                let text = (0..<Int.random(in: 0...5, using: &random)).map { _ in Self.bytes[Int.random(in: 0..<Self.bytes.count, using: &random)] }
                text.withUnsafeBufferPointer { answer.append(utf8: $0) }
                answer.append(Int64(text.count))
                answer.appendNull()
                expected += [.text(String(decoding: text, as: UTF8.self)), .integer(Int64(text.count)), .null]
            }
            #expect(answer.rows(width: 9).flatMap(\.values) == expected)
        }
    }
}
