extension FilterExpression {
    /// Reads a filter.
    ///
    /// - Throws: `FilterError` with the first place that is wrong.
    package static func parse(_ text: String, _ schema: FilterSchema) throws(FilterError) -> FilterExpression {
        var parser = FilterParser(try FilterLexer.tokens(text), schema)
        return try parser.whole()
    }
}

/// A recursive-descent parser of the grammar in docs/filters.md: one method for each rule.
struct FilterParser {
    private let tokens: [FilterToken]
    private var index = 0
    private var depth = 0
    private var conditions = 0
    let schema: FilterSchema

    init(_ tokens: [FilterToken], _ schema: FilterSchema) {
        self.tokens = tokens
        self.schema = schema
    }

    // MARK: Rules

    fileprivate mutating func whole() throws(FilterError) -> FilterExpression {
        guard current.kind != .end else { throw current.fault("the filter is empty: write everyone to choose all") }
        let expression = try alternatives(of: schema.subject)
        guard current.kind == .end else { throw current.fault(afterCondition(inParentheses: false)) }
        return expression
    }

    mutating func alternatives(of record: FilterRecord) throws(FilterError) -> FilterExpression {
        var parts = [try conjunction(of: record)]
        while take(word: "or") { parts.append(try conjunction(of: record)) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction(of record: FilterRecord) throws(FilterError) -> FilterExpression {
        var parts = [try negation(of: record)]
        while take(word: "and") { parts.append(try negation(of: record)) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func negation(of record: FilterRecord) throws(FilterError) -> FilterExpression {
        let start = current
        guard take(word: "not") else { return try primary(of: record) }
        try enter(start)
        let negated = try negation(of: record)
        depth -= 1
        return .not(negated)
    }

    private mutating func primary(of record: FilterRecord) throws(FilterError) -> FilterExpression {
        if current.isSymbol("(") { return try parenthesised(of: record) }
        conditions += 1
        guard conditions <= FilterLimits.conditions else {
            throw current.fault("the filter has more than \(FilterLimits.conditions) conditions: use in (…) for lists, or leave some out")
        }
        if take(word: "everyone") { return .everyone }
        if let aggregate = try aggregate(of: record) { return aggregate }
        return try condition(of: record)
    }

    /// `(`, an expression, `)`.
    mutating func parenthesised(of record: FilterRecord) throws(FilterError) -> FilterExpression {
        try enter(current)
        advance()
        let expression = try alternatives(of: record)
        guard take(symbol: ")") else { throw current.fault(afterCondition(inParentheses: true)) }
        depth -= 1
        return expression
    }

    private mutating func enter(_ token: FilterToken) throws(FilterError) {
        depth += 1
        guard depth <= FilterLimits.depth else {
            throw token.fault("parentheses and not are nested more than \(FilterLimits.depth) deep: take some away")
        }
    }

    private func afterCondition(inParentheses: Bool) -> String {
        let hint = previous.kind == .word && current.kind != .symbol && current.kind != .end ? "; put a text of several words in double quotes" : ""
        return "expected and, or, or \(inParentheses ? ")" : "the end") but found \(current.shown)\(hint)"
    }

    // MARK: Tokens

    var current: FilterToken { tokens[index] }
    var following: FilterToken { tokens[min(index + 1, tokens.count - 1)] }
    private var previous: FilterToken { tokens[max(0, index - 1)] }

    mutating func advance() {
        if index < tokens.count - 1 { index += 1 }
    }

    mutating func take(word: String) -> Bool { take(current.isWord(word)) }
    mutating func take(symbol: String) -> Bool { take(current.isSymbol(symbol)) }

    private mutating func take(_ matches: Bool) -> Bool {
        if matches { advance() }
        return matches
    }
}
