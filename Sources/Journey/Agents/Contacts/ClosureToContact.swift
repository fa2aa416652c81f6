extension ContactWords {
    static let closure = ContactWords(
        prompt: """
            Ask the contact for the decision on the open deal: name what it is about and the day on which a decision is expected, \
            ask what is still missing for a yes, and propose one next step. Stay courteous whatever the answer may be.
            """,
        phrasing: OfflinePhrasing(
            .salutation,
            .part(
                .dealAhead,
                professional: [
                    "We have {{deal_day}} in mind for your decision on {{deal}}.", "Your decision on {{deal}} is expected for {{deal_day}}.",
                    "{{deal_day}} is the day we have noted for your decision on {{deal}}.",
                ],
                friendly: [
                    "{{deal_day}} is coming up, the day we have in mind for your decision on {{deal}}.",
                    "We've got {{deal_day}} in mind for your decision on {{deal}}.",
                    "A quick word on {{deal}}: we have {{deal_day}} in mind for your decision.",
                ],
                strict: [
                    "Decision on {{deal}}: {{deal_day}}.", "The decision on {{deal}} is due on {{deal_day}}.",
                    "For {{deal}} we expect your decision by {{deal_day}}.",
                ],
                playful: [
                    "{{deal_day}} has a circle around it in my calendar: your decision on {{deal}}!",
                    "Drum roll for {{deal_day}}, and your decision on {{deal}}!", "{{deal}} and {{deal_day}} have a date: your decision.",
                ]
            ),
            .part(
                .dealPast,
                professional: [
                    "We had {{deal_day}} in mind for your decision on {{deal}}. May I ask where you stand?",
                    "Your decision on {{deal}} was expected for {{deal_day}}. Has anything come in between?",
                    "{{deal_day}} was the day we had noted for your decision on {{deal}}. Which day suits you now?",
                ],
                friendly: [
                    "We had {{deal_day}} in mind for your decision on {{deal}}. How is it looking?",
                    "{{deal_day}} has gone by, so I wanted to ask about {{deal}}.",
                    "I'm still thinking of {{deal}}, for which we had {{deal_day}} in mind. Where are you with it?",
                ],
                strict: [
                    "The decision on {{deal}} was due on {{deal_day}}. Please name a new day.",
                    "{{deal}}: the day was {{deal_day}}. What is your decision?",
                    "{{deal_day}} has passed without a decision on {{deal}}. Where do you stand?",
                ],
                playful: [
                    "{{deal_day}} slipped by, and {{deal}} is still waiting at the altar.",
                    "{{deal}} had a date on {{deal_day}}. Shall we pick another?", "We had {{deal_day}} in mind for {{deal}}. Time for a sequel?",
                ]
            ),
            .part(
                .dealUndated,
                professional: [
                    "I would like to come to a decision on {{deal}} with you.", "May I ask how you see {{deal}} by now?",
                    "It is about {{deal}}: when do you wish to decide?",
                ],
                friendly: [
                    "Shall we bring {{deal}} over the line together?", "How do you feel about {{deal}} by now?",
                    "I'd love to settle {{deal}} with you. When would suit?",
                ],
                strict: [
                    "A decision on {{deal}} is open. Please name a day.", "{{deal}}: when do you decide?", "I ask for your decision on {{deal}}.",
                ],
                playful: [
                    "To {{deal}} or not to {{deal}}, that is the question.", "{{deal}} is looking for a happy end.",
                    "Shall we give {{deal}} its big day?",
                ]
            ),
            .part(
                .noDeal,
                professional: [
                    "I would like to ask whether the time for a decision has come.", "May I ask what the next step could be from your point of view?",
                    "Which step would bring us further?",
                ],
                friendly: [
                    "What would be a good next step for you?", "Shall we decide on the next step together?", "How about taking the next step?",
                ],
                strict: ["What is the next step on your side?", "Please name the next step.", "A next step is due. Which one?"],
                playful: [
                    "The next step is waiting for its shoes. Which one shall it be?", "Left foot or right foot: what's our next step?",
                    "Shall we dance on? What's the next step?",
                ]
            ),
            .part(
                professional: [
                    "What do you still need for a yes? If it is a no, that is good to know as well.",
                    "May I count on you? If something still speaks against it, I would like to hear it.",
                    "Please tell me what is missing, or simply that you agree.",
                ],
                friendly: [
                    "What's still missing for a yes? A no is fine too, just let me know.",
                    "Is there anything in the way? Tell me, and we'll look at it.",
                    "A yes would make my day, and an honest no helps me too.",
                ],
                strict: ["Yes, or no? Please reply.", "Please confirm, or tell me what is missing.", "Name what is missing, or say yes."],
                playful: [
                    "A yes, a no, or a \"yes, but\"? All are welcome.", "Thumbs up, or is there a catch?", "Say the word, whichever it is!",
                ]
            ),
            .closing
        )
    )
}
