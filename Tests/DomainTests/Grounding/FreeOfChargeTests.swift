import Testing

@testable import Domain

@Suite struct `What costs nothing` {
    @Test(arguments: [
        "It is free.", "Try it free for a month.", "No charge for the first box.", "Buy two, get one.", "There is no charge.", "All of this is free.",
        "It's free for you.", "Buy three, get another.",
    ]) func `is a discount that some fact must grant`(sentence: String) {
        #expect(Cheesemonger.findings(sentence).contains { $0.kind == .discount })
    }

    @Test(arguments: [
        "It is free of sugar.", "Are you free?", "Is Tuesday free?", "I am free then.", "Feel free to try it.", "It is free from gluten.",
        "It is sugar-free.", "The line is free.", "It costs nothing to ask.", "There are no costs for you until you order.",
    ]) func `is told from what is free otherwise`(sentence: String) {
        #expect(!Cheesemonger.findings(sentence).contains { $0.kind == .discount })
    }

    @Test(arguments: ["Robert from our kitchen says hello.", "Maria in accounting sends her best.", "Robert says hello."])
    func `says nothing of people, who must be known`(sentence: String) {
        #expect(Cheesemonger.findings(sentence).map(\.kind) == [.name])
    }

    @Test(arguments: [
        "Feedback from our kitchen is good.", "Sam from Northside says hello.", "Everyone in accounting sends their best.",
        "Cheese from our dairy is fine.",
    ]) func `says nothing of people where none is named`(sentence: String) {
        #expect(!Cheesemonger.findings(sentence).contains { $0.kind == .name && $0.phrase != "Northside" })
    }
}
