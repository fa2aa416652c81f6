import Testing

@testable import Web

@Suite struct `A list of entity tags` {
    @Test(
        arguments: [
            (#""1""#, ["1"], []), (#""99", "1""#, ["99", "1"], []), (#" "a,b" ,, "c""#, ["a,b", "c"], []), (#"W/"1", "2""#, ["2"], ["1"]),
            (#"w/"1""#, [], []), (#""""#, [""], []), (#""a"b"#, ["a"], []), ("", [], []), (" , ", [], []), (#""open"#, [], []),
        ] as [(String, [Substring], [Substring])])
    func `is read tag by tag`(header: String, strong: [Substring], weak: [Substring]) {
        let tags = EntityTags(header)
        #expect(tags.strong == strong && !tags.isAny)
        #expect((strong + weak).allSatisfy { tags.holds(String($0)) })
        #expect(!tags.holds("other"))
    }

    @Test func `without quotation marks names none but for changes`() {
        let tags = EntityTags("1, \"2\" 3")
        #expect(tags.bare == ["1", "3"] && tags.strong == ["2"] && !tags.holds("1"))
    }

    @Test(arguments: ["*", " * "]) func `that is a star is any`(header: String) {
        #expect(EntityTags(header).isAny && EntityTags(header).holds("1"))
        #expect(!EntityTags(#""*""#).isAny && !EntityTags("*, *").isAny)
    }
}
