import Domain
import Testing

@testable import Journey

@Suite struct ChatIntentTests {
    @Test(
        arguments: [
            ("What are my tasks today?", .today), ("what's on my agenda", .today), ("What should I do next?", .today), ("show my to-do list", .today),
            ("priorities?", .today), ("What is due today", .today), ("Good morning, what's on today?", .today),
            ("what do I have to do today", .today),
            ("Is anything overdue?", .overdue), ("which tasks are late", .overdue), ("what did I miss? anything missed?", .overdue),
            ("past due tasks", .overdue),
            ("what's my schedule for next week", .otherDays), ("what's coming up", .otherDays), ("when is my next call", .otherDays),
            ("how many drafts are up", .unknown), ("tasks for tomorrow", .otherDays), ("what's planned next week?", .otherDays),
            ("How am I doing?", .progress), ("show progress", .progress), ("am I on track", .progress), ("how far are we from quota", .progress),
            ("What's my target?", .progress), ("how many tasks have I completed", .progress), ("gap to target", .progress),
            ("what is my daily goal", .goal), ("Who should I call?", .call), ("whom should I contact first", .call),
            ("who do I follow up with?", .call),
            ("any calls to make?", .call), ("list my leads", .leads), ("how many prospects do we have", .leads), ("show customers", .customers),
            ("which clients do we have", .customers), ("open deals", .openDeals), ("What deals are open?", .openDeals),
            ("Which deals close this week?", .openDeals),
            ("why did we lose the last one", .lostDeals), ("lost deals", .lostDeals), ("what have we won", .wonDeals),
            ("deals closed so far", .wonDeals),
            ("show me the pipeline", .pipeline), ("What did we last write to Harbour Hotel?", .history), ("show the last message", .history),
            ("what did you say earlier", .history), ("what do we sell", .products), ("list products", .products), ("show my profile", .profile),
            ("what do the agents do", .agents), ("when does the reminder run", .agents), ("help", .help), ("What can you do?", .help),
            ("who are you", .help),
            ("how do I add a key", .help), ("hi", .greeting), ("Good morning!", .greeting), ("thanks a lot", .thanks), ("Great, thank you!", .thanks),
            ("Write an email to Harbour Hotel", .writing), ("can you please draft a quote", .writing), ("send a mail to them", .writing),
            ("help me write a letter", .writing), ("What could I write to Harbour Hotel?", .writing), ("Add a task for tomorrow", .changing),
            ("please mark the call as done", .changing), ("Could you delete Mill Bakery", .changing), ("move Harbour Hotel to customer", .changing),
            ("Push the tasting box to tomorrow", .changing), ("Actually move it back to proposal", .changing), ("ok, pause the agent", .changing),
            ("please stop the nurture agent", .changing), ("Approve the draft to Harbour Hotel", .changing),
            ("Skip the visit tomorrow", .changing), ("Increase the target for Labneh to 40", .changing), ("Resume the morning reminder", .changing),
            ("What did we push to next week?", .otherDays), ("Increase in sales?", .openDeals),
            ("what did I last send Mill Bakery", .history), ("what did we discuss with them", .history), ("when do you write to me", .agents),
            ("Summarize my day", .today), ("give me an overview", .today), ("what's the most urgent thing", .today), ("How are you?", .greeting),
            ("what's up?", .greeting),
            ("how do I use this", .help), ("I called Harbour Hotel", .reporting), ("we won the deal", .reporting), ("done", .reporting),
            ("Yes, I have sent it", .reporting),
            ("called Harbour Hotel, they want a demo", .reporting), ("ok", .acknowledgement), ("No.", .acknowledgement),
            ("did we win anything", .wonDeals),
            ("what is in negotiation", .unknown), ("summarize this article", .unknown), ("why is the sky blue", .unknown), ("", .unknown),
            ("???", .unknown),
        ] as [(String, ChatIntent)])
    func `a question is understood`(question: String, intent: ChatIntent) {
        #expect(ChatIntent(MessageWords(question)) == intent)
    }
}
