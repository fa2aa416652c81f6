/// What is written for machines: Markdown, HTML, and the ids of facts.
struct MarkupReader: ClaimReader {
    var beginnings: Beginnings { Beginnings(words: ["*", "#", "`", "]", "<", "["]) }

    func claim(at index: Int, in text: ReadText) -> Reading? {
        guard let end = end(index, text) else { return nil }
        return Reading(text.claim(.markup, index..<end, .text("")), end: end)
    }

    private func end(_ index: Int, _ text: ReadText) -> Int? {
        switch text.sign(index) {
        case "*": emphasis(index, text)
        case "`": isRun(index, 3, text) ? index + 3 : nil
        case "#": heading(index, text)
        case "]": text.sign(index + 1) == "(" && text[index + 2]?.kind == .link ? index + 3 : nil
        case "<": tag(index, text)
        case "[": factID(index, text)
        default: nil
        }
    }

    private func isRun(_ index: Int, _ count: Int, _ text: ReadText) -> Bool {
        (index + 1..<index + count).allSatisfy { text.sign($0) == text.sign(index) && text[$0]?.followsSpace == false }
    }

    /// `**now**`; what opens and is not closed may point to a footnote.
    private func emphasis(_ index: Int, _ text: ReadText) -> Int? {
        guard isRun(index, 2, text) else { return nil }
        let isClosed = (index + 2..<index + Self.longest).contains { text.sign($0) == "*" && isRun($0, 2, text) }
        let closes = (max(0, index - Self.longest)..<index).contains { text.sign($0) == "*" && isRun($0, 2, text) }
        return isClosed || closes ? index + 2 : nil
    }

    private func heading(_ index: Int, _ text: ReadText) -> Int? {
        guard text[index]?.beginsLine == true, let next = (index + 1..<index + 7).first(where: { text.sign($0) != "#" }) else { return nil }
        return text[next]?.followsSpace == true && text[next]?.beginsLine == false ? next : nil
    }

    /// `<b>` and `</b>`, no comparison and no address between angle brackets.
    private func tag(_ index: Int, _ text: ReadText) -> Int? {
        let name = text.sign(index + 1) == "/" ? index + 2 : index + 1
        guard !text.word(name).isEmpty, text[name]?.followsSpace == false,
            let close = (name + 1..<name + Self.longest).first(where: { text.sign($0) == ">" || text.sign($0) == "<" }), text.sign(close) == ">"
        else { return nil }
        return text.has(Self.tags, at: name) || isTag(name..<close, text) ? close + 1 : nil
    }

    /// Whether it may be a tag of whichever kind, and no remark with a number, as in `see <page 2>`.
    private func isTag(_ places: Range<Int>, _ text: ReadText) -> Bool {
        !places.contains { text.number($0) != nil } || places.contains { text.sign($0) == "=" }
    }

    /// `[deal:12]`
    private func factID(_ index: Int, _ text: ReadText) -> Int? {
        guard text.has(Self.facts, at: index + 1), text.sign(index + 2) == ":", text.number(index + 3) != nil, text.sign(index + 4) == "]"
        else { return nil }
        return index + 5
    }

    /// Of a tag, in tokens.
    private static let longest = 40
    private static let tags: WordSet = [
        "a", "b", "i", "u", "s", "p", "br", "hr", "em", "strong", "span", "div", "font", "img", "ul", "ol", "li", "h", "h1", "h2", "h3", "h4",
        "table", "tr", "td", "th", "html", "body", "head", "style", "script", "pre", "code", "blockquote", "center", "small", "sub", "sup",
    ]
    private static let facts: WordSet = ["deal", "product", "contact", "task", "message", "notes"]
}
