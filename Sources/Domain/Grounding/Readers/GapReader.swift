/// Gaps of a form letter that nobody has filled in: `[Your name]`, `{{name}}`, `{first_name}`, `____`.
struct GapReader: ClaimReader {
    var beginnings: Beginnings { Beginnings(words: ["[", "{", "_"]) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        guard let end = line(index, text) ?? braces(index, text) ?? brackets(index, text) else { return nil }
        return Reading(text.claim(.gap, index..<end, .text("")), end: end)
    }

    private func line(_ index: Int, _ text: ReadText) -> Int? {
        let end = (index..<index + Self.longest).first { text.sign($0) != "_" } ?? index + Self.longest
        return end - index >= 3 && !isToSign(index..<end, text) ? end : nil
    }

    /// "Name: ______" and a line to sign on are left for the customer to fill in.
    private func isToSign(_ places: Range<Int>, _ text: ReadText) -> Bool {
        var (start, end) = (places.lowerBound, places.upperBound)
        while text.sign(start - 1) == "_" { start -= 1 }
        while text.sign(end) == "_" { end += 1 }
        let isAlone = text[start]?.beginsLine == true && text[end]?.beginsLine != false
        return isAlone || text.sign(start - 1) == ":"
    }

    private func braces(_ index: Int, _ text: ReadText) -> Int? {
        guard text.sign(index) == "{" else { return nil }
        let isDouble = text.sign(index + 1) == "{"
        guard let close = close("}", after: isDouble ? index + 1 : index, text) else { return isDouble ? index + 2 : nil }
        let isNamed = text[index + 1]?.kind == .word && (index + 1..<close).allSatisfy { isPart($0, text) }
        guard isDouble || isNamed else { return nil }
        return text.sign(close + 1) == "}" ? close + 2 : close + 1
    }

    /// Words in brackets stand in true messages too; one of them tells what is to be filled in.
    private func brackets(_ index: Int, _ text: ReadText) -> Int? {
        guard text.sign(index) == "[", let close = close("]", after: index, text), (index + 1..<close).allSatisfy({ isPart($0, text) }),
            text.has(Self.fillings, in: index + 1..<close)
        else { return nil }
        return close + 1
    }

    private func close(_ sign: String, after index: Int, _ text: ReadText) -> Int? {
        (index + 1..<index + Self.longest).first { text.sign($0) == sign }
    }

    private func isPart(_ index: Int, _ text: ReadText) -> Bool {
        text[index]?.kind == .word || text[index]?.kind == .number || ["_", "-", ".", "'", "/"].contains(text.sign(index))
    }

    /// In tokens.
    private static let longest = 9
    private static let fillings: WordSet = [
        "name", "names", "firstname", "lastname", "surname", "date", "day", "time", "company", "business", "signature", "title", "position", "role",
        "phone", "email", "number", "address", "link", "url", "product", "price", "amount", "customer", "client", "recipient", "sender", "contact",
        "city",
        "your", "insert", "placeholder", "salesperson", "xx", "xxx",
    ]
}
