import Testing

@testable import Domain

@Suite struct `What we refused or asked about before` {
    @Test(arguments: [
        ("I am sorry, we cannot give 20 % off.", "As discussed, you get 20 % off.", ["20 %"]),
        ("Unfortunately EUR 5 per kg is not possible for Labneh.", "Labneh is EUR 5 per kg for you.", ["EUR 5"]),
        ("We would love to give you 20 % off, but we can't.", "You get 20 % off.", ["20 %"]),
        ("Sorry, a refund is too much for us.", "You get a refund.", ["refund"]),
        ("Did a competitor offer you a discount or a refund?", "We give you a discount and a refund.", ["discount", "refund"]),
        ("Would 20 % off help, or free shipping?", "You get 20 % off and free shipping.", ["20 %", "free shipping"]),
        ("There is no way that we sell at EUR 5.", "It is EUR 5.", ["EUR 5"]),
    ]) func `carries none of it`(said: String, now: String, found: [String]) {
        #expect(Cheesemonger.phrases(now, Cheesemonger.said(said)) == found)
    }

    @Test(arguments: ["Refuse the 20 % discount", "Decline 20 % discount", "Ask whether 20 % discount is fine", "No 20 % discount for Sam"])
    func `in a task carries none of it`(title: String) {
        #expect(Cheesemonger.phrases("You get a 20 % discount.", Cheesemonger.task(title)) == ["20 %", "discount"])
    }

    @Test(arguments: [
        ("I am sorry, we cannot give 20 % off.", "As I said, we cannot give 20 % off."),
        ("Unfortunately EUR 5 per kg is not possible for Labneh.", "As I said, EUR 5 per kg is not possible for Labneh."),
        ("We cannot meet on 12 March, sorry.", "So 12 March it is not."),
        ("Would 12 March suit you?", "I am glad that 12 March suits you."),
    ]) func `can be said again, and days are known by it`(said: String, now: String) {
        #expect(Cheesemonger.phrases(now, Cheesemonger.said(said)).isEmpty)
    }

    @Test(arguments: [
        ("Don't worry, you get 20 % off.", "You get 20 % off."),
        ("You get not only 20 % off but free shipping.", "You get 20 % off and free shipping."),
        ("We can give you 20 % off if you order no later than Friday.", "You get 20 % off."),
        ("There is no setup fee, and you get 5 % off.", "There is no setup fee, and 5 % off."),
    ]) func `is told from what we granted`(said: String, now: String) {
        #expect(Cheesemonger.phrases(now, Cheesemonger.said(said)).isEmpty)
    }
}
