@testable import Domain

/// A shop with two priced products, one that has no price, and a contact; sentences are held against what it knows.
enum Cheesemonger {
    static let today = LocalDate(year: 2026, month: 3, day: 4)

    static func facts(_ more: [Fact] = []) -> [Fact] {
        let profile = Fact(
            id: "profile", text: "Cheese from the Levant\nLabneh\nAged cheddar\nOlive oil\nfresh daily",
            names: ["Marta Lind", "Labneh", "Olive oil"],
            products: ["Labneh", "Aged cheddar", "Olive oil"])
        return [
            profile, Fact(id: "contact:7", text: "Sam Hill", names: ["Sam Hill", "Sam"]),
            product(1, "Labneh", 9), product(2, "Aged cheddar", 15),
        ] + more
    }

    static func said(_ text: String) -> Fact { Fact(id: "message:4", text: text) }
    static func heard(_ text: String) -> Fact { Fact(id: "message:5", origin: .contact, text: text) }
    static func task(_ title: String) -> Fact { Fact(id: "task:3", text: "todo\n\(title)") }

    /// What is found in a message of that sentence.
    static func findings(_ sentence: String, _ more: [Fact] = []) -> [UncarriedClaim] {
        ClaimCheck.uncarried(in: "Hi Sam,\n\(sentence)\nCheers\nMarta Lind", facts: FactSheet(facts(more), today: today))
    }

    static func phrases(_ sentence: String, _ more: Fact...) -> [String] { findings(sentence, more).map(\.phrase) }

    private static func product(_ id: Int, _ name: String, _ euros: Int64) -> Fact {
        Fact(
            id: "product:\(id)", text: name, amounts: [.init(thousandths: euros * 1000, currency: "EUR", per: "kg")], names: [name], subject: name)
    }
}
