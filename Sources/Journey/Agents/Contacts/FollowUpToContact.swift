extension ContactWords {
    static let followUp = ContactWords(
        prompt: """
            Pick up the conversation with the contact where it was left: refer to the last message or the open deal, ask one question \
            that is easy to answer, and offer help with it.
            """,
        phrasing: OfflinePhrasing(
            .salutation,
            .part(
                .heard,
                professional: [
                    "Thank you for your message of {{heard_day}}. Is there anything in it that still waits for an answer from me?",
                    "I come back to your message of {{heard_day}}: has everything you need been answered?",
                    "Since your message of {{heard_day}} I have wondered whether a question is still open.",
                ],
                friendly: [
                    "Thanks again for writing on {{heard_day}}! Is there anything you still need from me?",
                    "Your message of {{heard_day}} is still on my mind. Did you get what you were looking for?",
                    "It was good to hear from you on {{heard_day}}. Shall we pick up from there?",
                ],
                strict: [
                    "Regarding your message of {{heard_day}}: what is still open?", "You wrote on {{heard_day}}. Is the matter settled for you?",
                    "I refer to your message of {{heard_day}}. Which points remain?",
                ],
                playful: [
                    "Your message of {{heard_day}} keeps waving at me. Is anything still open?",
                    "You wrote on {{heard_day}}, and the ball may well be in my court. Is it?",
                    "Part two of our conversation of {{heard_day}}: where were we?",
                ]
            ),
            .part(
                .unanswered,
                professional: [
                    "I wrote to you on {{wrote_day}} and would like to pick up where we left off.",
                    "May I come back to my message of {{wrote_day}}?",
                    "My message of {{wrote_day}} may have come at a busy time, so I ask once more.",
                ],
                friendly: [
                    "I wrote to you on {{wrote_day}}, and I'm curious what you think.", "Just a little nudge about my message of {{wrote_day}}.",
                    "Did my message of {{wrote_day}} reach you?",
                ],
                strict: [
                    "I refer to my message of {{wrote_day}}.", "My message of {{wrote_day}} is still without an answer.",
                    "This follows my message of {{wrote_day}}.",
                ],
                playful: [
                    "My message of {{wrote_day}} is sitting by the phone, waiting.", "Knock knock, it's about my message of {{wrote_day}}!",
                    "Episode two, after my message of {{wrote_day}}.",
                ]
            ),
            .part(
                .silent,
                professional: [
                    "I would like to ask how matters stand on your side.", "May I ask how things are going for you?",
                    "I am writing to ask where you stand at present.",
                ],
                friendly: ["I'd love to hear how things are going for you.", "How are things on your side?", "Just checking in: how is it going?"],
                strict: ["Where do matters stand on your side?", "I ask for a short update.", "Please tell me how you wish to proceed."],
                playful: [
                    "A friendly hello from my side! How goes it?", "What's the news from your corner?", "Checking in, with a smile: how are things?",
                ]
            ),
            .part(
                .deal,
                professional: ["Is there anything you still need to know about {{deal}}?", "What would help you most with regard to {{deal}}?"],
                friendly: ["Is there anything about {{deal}} I can help with?", "Any questions about {{deal}}?"],
                strict: ["What do you still need regarding {{deal}}?", "Which questions about {{deal}} are open?"],
                playful: ["Does {{deal}} still puzzle you anywhere?", "Any riddles about {{deal}} left to solve?"]
            ),
            .part(
                professional: ["A short reply is enough.", "A few words from you would help me."],
                friendly: ["A short note is plenty!", "Just drop me a line."], strict: ["Please reply briefly.", "A short answer will do."],
                playful: ["A word is plenty, two are a feast.", "Smoke signals are welcome too."]
            ),
            .closing
        )
    )
}
