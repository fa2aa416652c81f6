/// How a business speaks. Anything unknown is treated as professional; the person's own word is kept for the model.
package enum Tone: String, CaseIterable, Sendable {
    case professional, friendly, strict, playful

    package init(_ text: String) {
        self = Tone(rawValue: text.lowercased()) ?? .professional
    }
}
