/// A contact's detail that is told and not asked for: Harbour Hotel's email is new@example.com.
enum ToldDetail {
    static func isIn(_ text: String) -> Bool {
        guard text.utf8.count <= 300, !text.contains("?"), let match = text.firstMatch(of: form) else { return false }
        let opening = MessageWords(String(text[..<match.range.lowerBound])).words
        return opening.isEmpty || opening.first.map(questions.contains) == false
    }

    private static var form: Regex<Substring> {
        #/
        (?: \b(?:(?:e-?mail|phone|telephone|mobile|cell)(?:\ (?:address|number))? | address | number) (?:\ (?:of|for)\ .+?)?
            \ (?:is|has\ changed\ to|has\ become|changed\ to|will\ be)(?:\ now)?\ (?:.*\S@\S|.*\d{3}|.*\d\d\ \d\d)
        | (?:['’]s|s['’]|\b(?:her|his|their))\ (?:new\ )?(?:company|stage)\ (?:is|has\ changed\ to|changed\ to)\ (?:now\ )?\S )
        /#.ignoresCase()
    }

    private static let questions: Set<String> = [
        "what", "whats", "which", "who", "whos", "whose", "where", "when", "how", "is", "are", "does", "do", "did", "tell", "show", "find", "list",
        "remind", "note", "write", "send", "draft",
    ]
}
