import Testing

@testable import Domain

@Suite struct `The words of a text` {
    @Test(arguments: [
        "Don't wait until Friday: it's EUR 1 250.50, or 20 % off (call +43 1 234 5678)!", "Dear Ms O'Hara,\r\n\r\nthe boys' boxes e.g. H2O, 24/7...",
        "evil.com, www.x.org/a?b=1 and a@b.co; 'quoted' *bold* {{gap}} <b>x</b>", "twenty-five or one hundred and five\tat 10:30 p.m.",
        "Ends without a stop", "a.b c_d e:f g'h i,j", "\n\n- one\n- two\n",
    ]) func `are the same whatever stands behind them`(text: String) {
        // What is not of ASCII is read by scalars, and no plain word is told by its bytes alone where one follows it.
        let read = described(text)
        let others = TextTokenizer.tokens(of: text + "\n\u{20AC}").dropLast().map(described)
        #expect(read == others && !read.isEmpty)
    }

    @Test func `are read at their places between other letters`() {
        let text = "Gr\u{FC}\u{DF}e, \u{2018}don\u{2019}t\u{2019} \u{1F600} Zo\u{EB}'s na\u{EF}ve caf\u{E9}."
        let bytes = Array(text.utf8)
        let tokens = TextTokenizer.tokens(of: text)
        for token in tokens { #expect(String(decoding: bytes[token.range], as: UTF8.self) == token.text) }
        #expect(
            tokens.map(\.folded) == [
                "gr\u{FC}\u{DF}e", ",", "\u{2018}", "don't", "'", "\u{1F600}", "zo\u{EB}'s", "na\u{EF}ve", "caf\u{E9}", ".",
            ])
    }

    @Test func `of any length are found in a set, and no others`() {
        let long = "abcdefghijklmnopqrstuvwxyz"
        let words = (1...26).map { String(long.prefix($0)) }
        let set = WordSet(words)
        for word in words {
            #expect(set.contains(word))
            for place in word.indices { #expect(!set.contains(word.replacingCharacters(in: place...place, with: "0"))) }
        }
        #expect(!set.contains("") && !set.contains(long + "a"))
    }

    @Test(arguments: [
        ("companies", "company"), ("seats", "seat"), ("glass", "glass"), ("anna's", "anna"), ("bus", "bus"), ("boss's", "boss"), ("ties", "ty"),
        ("caf\u{E9}s", "caf\u{E9}"), ("\u{E9}\u{E9}s", "\u{E9}\u{E9}s"), ("s", "s"), ("", ""), ("box", "box"),
    ]) func `lose their endings`(word: String, stem: String) { #expect(TextToken.stem(word) == stem) }

    @Test(arguments: ["Zo\u{EB}", "Zoe\u{308}"]) func `are a known name in either spelling of its accents`(name: String) {
        let names = KnownNames(["Zo\u{EB} Vale"])
        #expect(names.end(in: ReadText("Dear \(name) Vale's friends", today: LocalDate(year: 2026, month: 3, day: 2)), from: 1) == 3)
    }

    private func described(_ text: String) -> [String] { TextTokenizer.tokens(of: text).map(described) }

    private func described(_ token: TextToken) -> String {
        "\(token.kind) \(token.text) \(token.folded) \(token.range) \(token.values) \(token.followsSpace) \(token.beginsSentence) \(token.beginsLine) "
            + "\(token.isSpelled) \(token.isCapitalised)"
    }
}

extension String {
    fileprivate func replacingCharacters(in places: ClosedRange<Index>, with text: String) -> String {
        String(self[..<places.lowerBound]) + text + String(self[index(after: places.upperBound)...])
    }
}
