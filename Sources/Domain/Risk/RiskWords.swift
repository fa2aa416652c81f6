/// Words and phrases by which a text is known to be about something, whatever the case of their letters.
///
/// English only, and nothing is understood: "no complaint" has the word too. That keeps a message back that could have gone out,
/// which costs a person a look.
struct RiskWords: Sendable {
    /// Each phrase word by word. A word that ends in `*` stands for all that begin like it.
    private let phrases: [[Substring]]

    init(_ list: String) {
        phrases = list.split(whereSeparator: { $0 == "," || $0.isNewline }).map { $0.split(separator: " ") }.filter { !$0.isEmpty }
    }

    func areIn(_ text: String) -> Bool {
        let words = Self.words(of: text)
        return words.indices.contains { start in phrases.contains { Self.stands($0, in: words[start...]) } }
    }

    private static func stands(_ phrase: [Substring], in words: ArraySlice<Substring>) -> Bool {
        words.count >= phrase.count && zip(phrase, words).allSatisfy { $1 == $0 || $0.last == "*" && $1.hasPrefix($0.dropLast()) }
    }

    /// Letters and the apostrophes between them; a hyphen separates.
    private static func words(of text: String) -> [Substring] {
        let plain = text.lowercased().replacing("\u{2019}", with: "'")
        return plain.split { !$0.isLetter && $0 != "'" }
    }
}

extension RiskWords {
    static let complaint = RiskWords(
        """
        complain*, complaint*, unhappy, dissatisf*, disappoint*, unacceptable, outrag*, angry, annoyed, annoying, upset, furious, frustrat*
        terrible, horrible, awful, appalling, dreadful, disgrace*, disgust*, rude, useless, worst, worthless, ripped off, rip off, scam*, fraud*
        refund*, money back, chargeback*, compensat*, overcharged, charged twice, never again, not happy, not satisfied, not acceptable
        not good enough, doesn't work, does not work, didn't work, did not work, not working, stopped working, broken, faulty, defective, damaged
        let down, fed up, waste of, cancel my, cancel our, cancel the, still waiting, no one answers, nobody answers, bad experience, poor service
        stop writing, stop emailing, stop contacting, leave me alone, spam*
        """)

    static let legalOrMedical = RiskWords(
        """
        lawyer*, attorney*, solicitor*, barrister*, law firm, legal*, illegal*, lawsuit*, will sue, to sue, sue you, sued, suing
        in court, to court, the court, court case*, court order*, litigat*, prosecut*, tribunal*
        arbitration, injunction*, subpoena*, liable, liability, liabilities, indemnif*, indemnity, negligen*, defamation, breach*, infring*, gdpr
        data protection, privacy rights, right to be forgotten, ombudsman, regulator, police, criminal, bankrupt*, insolven*
        doctor*, physician*, hospital*, clinic, clinics, clinical, medical*, medicine*, medicat*, prescription*, diagnos*, disease*, illness*
        sick, sickness, symptom*, surgery, surgeries, surgeon*, surgical, cancer, tumour*, tumor*, heart attack, pregnan*, allerg*
        injur*, wound*, infect*, overdose*, side effect*, therap*, disabilit*, disabled, depression, suicid*, patients, died, death*
        """)
}
