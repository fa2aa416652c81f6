/// Words that are written with a capital letter without being a name that could be wrong.
enum OrdinaryWords {
    /// Whether it may stand so inside a sentence.
    static func mayBeCapitalised(_ word: FoldedWord) -> Bool { capitalised.contains(word) || starters.contains(word) }

    /// Whether it is a common word at the beginning of a sentence, before a verb.
    static func begins(_ word: FoldedWord) -> Bool {
        mayBeCapitalised(word) || nouns.contains(word) || word.text.hasSuffix("ing") || word.text.hasSuffix("s")
    }

    private static let capitalised = words(
        """
        i i'm i'd i'll i've mr mrs ms miss dr sir madam ok okay ps p s crm pdf vat faq ceo it ai asap fyi rsvp re ref eu english german french spanish
        italian christmas easter new-year internet monday tuesday wednesday thursday friday saturday sunday january february march april may june july
        august september october november december jan feb mar apr jun jul aug sep oct nov dec mon tue wed thu fri sat sun team
        """)
    private static let starters = words(
        """
        a about above after again all allow also although always am an and another any anything apart are as ask at attached based because before below
        besides best both briefly but by call can cheers compared confirm congratulations consider could dear decision describe despite did do does during
        each either enjoy even every everything feel few finally find first for from further get give given glad good great greetings had happy has have having
        he hello help her here hey hi his hope how however i'd i'll i'm i've if in instead is it it'd it'll it's its join just keep kind know last later let
        let's like lately look looking many may maybe me meanwhile might more moreover most much my name need neither never no nobody none not nothing now
        of ok on once one only or our over perhaps please pick quick rather read recently regarding regards reminder reply right same say second see send
        shall share she should similarly since sincerely so some someone something soon sorry still such sunny sure surprise take talk tell than thank thanks
        that that's the their them then there there's therefore these they they're thinking third this those though through thumbs to today together tomorrow
        too try two under unless until up us use very via wait want warm was we we'd we'll we're we've welcome well were what what's whatever when whenever where
        whether which while who who's whom whose why will wishing with within without would write yes yesterday yet you you'd you'll you're you've your yours
        bye ciao cordially respectfully faithfully truly evening morning afternoon day wishes greeting subject hooray oh ah ding psst drum knock fun fact part
        bonus episode confirm left cheerio ready curious happily unfortunately fortunately luckily naturally clearly honestly frankly simply currently
        """)
    private static let nouns = words(
        """
        delivery payment support service training shipping installation access help information feedback quality price cost communication business time
        interest setup half enough work timing planning advice experience progress silence spring summer autumn winter everybody everyone anyone nobody
        coffee tea lunch breakfast dinner cake food water wine bread rumour rumor word news life money music love luck fortune nature history science art sport
        health safety security trust honesty patience practice curiosity fun joy happiness success change growth size weight space room speed power energy
        paper software hardware data research evidence proof paperwork homework teamwork marketing management maintenance insurance transport travel weather
        rain snow sunshine demand supply stock storage flexibility reliability simplicity transparency clarity confidence agreement consent permission
        approval confirmation cooperation collaboration attention care comfort laughter magic rome part renewal onboarding migration integration contact
        email mail post traffic staff production tradition theory
        """)

    private static func words(_ text: String) -> WordSet { WordSet(text.split(whereSeparator: \.isWhitespace).map(String.init)) }
}
