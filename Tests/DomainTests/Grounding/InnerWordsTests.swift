import Testing

@testable import Domain

@Suite struct `What was noted for the salesperson alone` {
    private static let notes = Fact(
        id: "notes:7", origin: .contact, text: "Difficult client, pays late. Do not give credit. Husband is ill. Loves Aged cheddar.",
        inner: "Difficult client, pays late. Do not give credit. Husband is ill. Loves Aged cheddar.")

    @Test(arguments: [
        ("Difficult client, pays late. Do not give credit. Husband is ill.", "Difficult client, pays late. Do not give credit. Husband is ill."),
        ("I have it here: difficult client, pays late.", "difficult client, pays late"),
        ("Difficult client who pays late, do not give credit", "Difficult client who pays late, do not give credit"),
        ("Husband is ill?", "Husband is ill"),
    ]) func `is found where a message repeats it`(sentence: String, words: String) {
        let found = Cheesemonger.findings(sentence, [Self.notes]).filter { $0.kind == .internal }
        #expect(found.map(\.phrase).joined(separator: " ").hasPrefix(words.prefix(20)))
        #expect(found.allSatisfy { $0.reason.hasSuffix("is worded as it was noted for the salesperson alone.") })
    }

    @Test(arguments: ["Get the overdue money for the spring boxes back", "get the overdue money for the spring boxes back"])
    func `is found in the words of a task`(sentence: String) {
        let task = Fact(id: "task:3", text: "todo", inner: "Get the overdue money for the spring boxes back")
        #expect(Cheesemonger.findings("I am to \(sentence).", [task]).contains { $0.kind == .internal })
    }

    @Test(arguments: [
        "I will send you the new price list.", "I hope that your husband is well.", "I know that you love Aged cheddar.", "Loves Aged cheddar.",
        "May I call you about the order?", "Here is a short reminder: autumn cheese tasting.", "It goes to this address: Rua Augusta 12, Lisboa.",
    ]) func `is not found in what letters say anyway`(sentence: String) {
        let tasks = ["Send the new price list", "Autumn cheese tasting"].map { Fact(id: "task:3", text: "todo", inner: $0) }
        let address = "Rua Augusta 12, Lisboa"
        let place = Fact(id: "notes:8", origin: .contact, text: address, names: ["Rua Augusta", "Lisboa"], inner: address)
        #expect(Cheesemonger.findings(sentence, [Self.notes, place] + tasks).filter { $0.kind == .internal } == [])
    }

    @Test func `is not found where the contact said it, or was told`() {
        let notes = Fact(id: "notes:7", origin: .contact, text: "", inner: "Wants a quiet corner table beside the window garden. Husband is ill.")
        let words = "Your wish: a quiet corner table beside the window garden. Husband is ill."
        #expect(Cheesemonger.findings(words, [notes]).count == 2)
        let heard = Cheesemonger.heard("I'd like a quiet corner table beside the window garden. Husband is ill.")
        #expect(Cheesemonger.findings(words, [notes, heard]).isEmpty)
    }
}
