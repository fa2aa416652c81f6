import Domain
import Mustache

/// An agent's phrasing ready to render.
struct CompiledPhrasing<Facts: PhrasingFacts>: Sendable {
    private struct Part: Sendable {
        let need: Facts.Need
        let variants: [Tone: [MustacheTemplate]]
    }

    private let parts: [Part]

    init(_ phrasing: OfflinePhrasing<Facts>) {
        parts = phrasing.parts.map { part in
            Part(need: part.need, variants: part.variants.mapValues { $0.map(compiled) })
        }
    }

    /// The message in each combination of variants, the first one chosen by the seed; rendered as they are asked for.
    ///
    /// - Parameter gap: what stands between two paragraphs.
    func messages(in tone: Tone, facts: Facts, between gap: String = "\n") -> some Sequence<String> {
        let paragraphs = parts.filter { facts.holds($0.need) }.compactMap { $0.variants[tone] }
        return VariantWalk(counts: paragraphs.map(\.count), seed: facts.seed).lazy.map { choice in
            PlainText.ended(zip(paragraphs, choice).map { $0[$1].render(facts) }.joined(separator: gap))
        }
    }
}

/// Plain text, so that nothing is escaped for HTML. A built-in template that does not parse is a fault of ours and stops the start.
private func compiled(_ template: String) -> MustacheTemplate {
    do {
        return try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\(template)")
    } catch {
        preconditionFailure("Template does not parse: \(template): \(error)")
    }
}
