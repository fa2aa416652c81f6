import Testing

@testable import Journey

@Suite struct CSVReaderTests {
    /// Records as `line: cells`, faults as `line: !`, read in chunks of so many bytes.
    private func items(_ bytes: [UInt8], chunk: Int = 1 << 16) throws -> [String] {
        var rest = bytes[...]
        var reader = try CSVReader {
            defer { rest = rest.dropFirst(chunk) }
            return Array(rest.prefix(chunk))
        }
        var items: [String] = []
        while let item = try reader.next() {
            switch item {
            case .record(let record): items.append("\(record.line): \(record.texts.joined(separator: "|"))")
            case .fault(let line, _): items.append("\(line): !")
            }
        }
        #expect(reader.bytesRead == bytes.count)
        return items
    }

    private func items(_ text: String, chunk: Int = 1 << 16) throws -> [String] { try items(Array(text.utf8), chunk: chunk) }

    @Test func `cells, quotes, doubled quotes and quoted newlines are read, with the line each record starts at`() throws {
        let text = "a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\n,\"\"\n z ,5\" pipe\n"
        #expect(try items(text) == ["1: a|b", "2: x, \"y\"|two\nlines", "5:  z |5\" pipe"])
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func `any line end will do, also after the last line or without it`(end: String) throws {
        let lines = ["a,b", "1,2", "", "\"3\(end)4\",5"]
        let expected = ["1: a|b", "2: 1|2", "4: 3\(end)4|5"]
        #expect(try items(lines.joined(separator: end)) == expected)
        #expect(try items(lines.joined(separator: end) + end) == expected)
    }

    @Test func `the separator is the one that splits the first line most often`() throws {
        #expect(try items("a;b, c;d\n1;2;3\n") == ["1: a|b, c|d", "2: 1|2|3"])
        #expect(try items("a\tb\n1\t2,5\n") == ["1: a|b", "2: 1|2,5"])
        #expect(try items("\"a;b\",c\n1,2\n") == ["1: a;b|c", "2: 1|2"])
        #expect(try items("name\n1;2\n") == ["1: name", "2: 1;2"])
    }

    @Test func `spaces around a quoted cell do not belong to it`() throws {
        #expect(try items("a,b\n\"1\" , \"2, 3\"\n") == ["1: a|b", "2: 1|2, 3"])
    }

    @Test func `a line that is no record is passed whole, wherever chunks end`() throws {
        let text = "\r\n\r\na;b\n\"x\"y,z;1\r\n2;3\n"
        for chunk in 1...20 {
            #expect(try items(text, chunk: chunk) == ["3: a|b", "4: !", "5: 2|3"])
            #expect(try items("\u{FEFF}" + text, chunk: chunk) == ["3: a|b", "4: !", "5: 2|3"])
        }
    }

    @Test func `chunks may end anywhere`() throws {
        let text = "\u{FEFF}näme,b\r\n\"a \"\"b\"\"\r\nc\",\"d\" \r\n\r\nümlaut,🙂\r\n,\r\nlast,row"
        let whole = try items(text)
        #expect(whole == ["1: näme|b", "2: a \"b\"\r\nc|d", "5: ümlaut|🙂", "7: last|row"])
        for chunk in 1...40 { #expect(try items(text, chunk: chunk) == whole) }
    }

    @Test func `broken UTF-8 spoils its own row only`() throws {
        #expect(
            try items(Array("a,b\n1,2\n".utf8) + [0x43, 0xE9, 0x2C, 0x31, 0x0A] + Array("3,4\n".utf8)) == ["1: a|b", "2: 1|2", "3: !", "4: 3|4"])
    }

    @Test func `a quote that is not closed spoils its own line only`() throws {
        #expect(try items("a,b\n1,\"2\n3,4\n5,\"6\"\n") == ["1: a|b", "2: !", "3: 3|4", "4: 5|6"])
        #expect(try items("a,b\n1,\"2\n3,4") == ["1: a|b", "2: !", "3: 3|4"])
        #expect(try items("a,b\n1,\"2\" x\n3,4\n") == ["1: a|b", "2: !", "3: 3|4"])
    }

    @Test func `a quote that is never closed does not take in the rest of a large file`() throws {
        let row = String(repeating: "x", count: 99) + ",y\n"
        let found = try items("a,b\n\"open,1\n" + String(repeating: row, count: 30_000), chunk: 1 << 18)
        #expect(found.count == 30_002)
        #expect(found[1] == "2: !")
        #expect(found[2].hasPrefix("3: xxx"))
    }

    @Test func `an empty file has no records`() throws {
        #expect(try items("").isEmpty)
        #expect(try items([0xEF, 0xBB, 0xBF]).isEmpty)
        #expect(try items("\n\n").isEmpty)
    }

    @Test(arguments: [[0xFE, 0xFF, 0, 0x61], [0xFF, 0xFE, 0x61, 0]] as [[UInt8]]) func `UTF-16 is refused`(bytes: [UInt8]) throws {
        #expect(throws: UnusableFile.self) { try items(bytes) }
    }
}
