import Domain
import Testing

@Suite struct `A tone` {
    @Test(arguments: zip(["professional", "Friendly", "STRICT", "playful"], Tone.allCases))
    func `is known by its name in any case`(word: String, tone: Tone) {
        #expect(Tone(word) == tone)
    }

    @Test(arguments: ["", "warm", "freundlich", "friendly!"])
    func `that is unknown is professional`(word: String) {
        #expect(Tone(word) == .professional)
    }
}
