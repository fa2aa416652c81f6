/// What the agents know of a person's business.
package struct BusinessProfile: Equatable, Sendable {
    package var businessType: String
    package var products: [String]
    /// The tone in the person's own word; `Tone(profile.tone)` is the one the templates use.
    package var tone: String
    package var dailyGoal: String
    package var keywords: [String]

    /// Blank products and keywords, as clients send them that keep empty lines, are none.
    package init(businessType: String, products: [String] = [], tone: String = "professional", dailyGoal: String = "", keywords: [String] = []) {
        self.businessType = businessType
        self.products = products.filter { !$0.trimmed.isEmpty }
        self.tone = tone
        self.dailyGoal = dailyGoal
        self.keywords = keywords.filter { !$0.trimmed.isEmpty }
    }
}
