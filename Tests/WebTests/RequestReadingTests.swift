import Testing

@testable import Web

@Suite struct `Reading a request` {
    @Test(
        arguments: [
            ("limit=5&sort=-id", [["limit", "5"], ["sort", "-id"]]), ("q=mill+bakery", [["q", "mill bakery"]]),
            ("q=a%2Bb%26c%3Dd", [["q", "a+b&c=d"]]),
            ("q=%C3%BC%20", [["q", "ü "]]), ("q=50%", [["q", "50%"]]), ("q=%ff", [["q", "%ff"]]), ("q", [["q", ""]]), ("q=", [["q", ""]]),
            ("q=a=b", [["q", "a=b"]]),
            ("a=1&&b=2&", [["a", "1"], ["b", "2"]]), ("", []), (nil, []), ("a=1&a=2", [["a", "1"], ["a", "2"]]), ("%6Cimit=5", [["limit", "5"]]),
        ] as [(String?, [[String]])])
    func `decodes a query as a browser writes it`(query: String?, pairs: [[String]]) {
        #expect(QueryString.parse(query).map { [$0.name, $0.value] } == pairs)
    }
}
