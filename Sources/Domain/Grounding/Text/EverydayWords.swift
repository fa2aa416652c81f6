/// Words that say little of what a text is about.
enum EverydayWords {
    /// Those of which every English text is made.
    static let english = words(
        """
        a about after again all also am an and any are as at be because been before both but by can can't could did do does don't each for from get give
        had has have he her here him his how i i'd i'll i'm i've if in into is isn't it it's its just let like me more most much my no not now of off on
        once one only or other our out over own per please she should so some soon such than that that's the their them then there these they this those
        to too up us very was we we'd we'll we're we've were what when where whether which while who will with without would yes yet you you'd you'll
        you're you've your yours
        """)

    /// Those and what letters to customers speak of anyway.
    static let letters = english.union(
        words(
            """
            answer appointment ask asked best call catalogue confirm contact customer date day days deal dear decision delivery details discuss email
            february first follow forward friday hello hi information interested invoice january june july kind know last letter list look looking mail
            march april may august september october november december meet meeting message monday month news new next offer order orders price prices
            product products question quote regards reminder reply sample saturday see send share speak sunday talk tell thank thanks thursday time today
            tomorrow tuesday visit want wednesday week weeks wish year years
            """))

    private static func words(_ text: String) -> WordSet { WordSet(text.split(whereSeparator: \.isWhitespace).map(String.init)) }
}
