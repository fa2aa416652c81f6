import Domain
import Mustache

/// What the templates of a message may name, and what can be asked of it.
protocol PhrasingFacts: MustacheParent {
    /// What must hold for a paragraph to be written.
    associatedtype Need: PhrasingNeed
    var seed: UInt64 { get }
    func holds(_ need: Need) -> Bool
}

protocol PhrasingNeed: Sendable {
    static var always: Self { get }
}

/// The Mustache templates of one agent: parts that follow each other as paragraphs, each in every tone and in several variants.
struct OfflinePhrasing<Facts: PhrasingFacts>: Sendable {
    let parts: [Part]

    init(_ parts: Part...) { self.parts = parts }

    /// One paragraph. It is left out where `need` does not hold.
    struct Part: Sendable {
        let need: Facts.Need
        let variants: [Tone: [String]]

        static func part(
            _ need: Facts.Need = .always, professional: [String], friendly: [String], strict: [String], playful: [String]
        ) -> Part {
            Part(need: need, variants: [.professional: professional, .friendly: friendly, .strict: strict, .playful: playful])
        }
    }
}

extension OfflinePhrasing.Part where Facts == MessageFacts {
    /// What every agent says to someone who has not described the business.
    static var missingProfile: Self {
        part(
            .noProfile,
            professional: [
                "There is no business profile yet. Please add your business type, products, tone and daily goal, so that messages fit your business.",
                "Please complete the business profile (business type, products, tone, daily goal): without it I can only work from your records.",
            ],
            friendly: ["I don't know your business yet. Fill in the profile (business type, products, tone, daily goal) and I can be of more help."],
            strict: ["The business profile is missing. Fill in business type, products, tone and daily goal."],
            playful: ["Your business profile is still a blank page. Fill in business type, products, tone and daily goal, and the fun begins."]
        )
    }
}
