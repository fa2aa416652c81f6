extension ContactWords {
    static let upsell = ContactWords(
        prompt: """
            Write as a consultant to an existing customer: start from what they have, name one product of the business that they have \
            neither bought nor been offered and the need it could meet, and ask one question about that need. Never push.
            """,
        phrasing: OfflinePhrasing(
            .salutation,
            .part(
                .offerToCustomer,
                professional: [
                    "You have {{bought}} from us. {{offer}} may be a useful addition.", "With {{bought}} in use, {{offer}} may be worth a thought.",
                    "Besides {{bought}}, which you have from us, there is {{offer}}.",
                ],
                friendly: [
                    "I hope {{bought}} serves you well! {{offer}} could go nicely with it.",
                    "You already have {{bought}}. Have you thought of {{offer}}?",
                    "Since you have {{bought}}, I thought of {{offer}} for you.",
                ],
                strict: [
                    "You have {{bought}}. {{offer}} is available as well.", "In addition to {{bought}}: {{offer}}.",
                    "{{bought}} you have. {{offer}} you do not.",
                ],
                playful: [
                    "{{bought}} is lonely. Meet {{offer}}!", "{{bought}} and {{offer}} walk into a bar...",
                    "If {{bought}} is the cake, {{offer}} might be the cherry.",
                ]
            ),
            .part(
                .offer,
                professional: [
                    "{{offer}} may be of use to you.", "I would like to draw your attention to {{offer}}.", "Have you come across {{offer}} yet?",
                ],
                friendly: [
                    "{{offer}} came to mind when I thought of you.", "Have you heard of {{offer}}?", "I wonder whether {{offer}} could help you.",
                ],
                strict: ["A suggestion: {{offer}}.", "Consider {{offer}}.", "{{offer}} may meet a need of yours."],
                playful: ["Psst, have you met {{offer}}?", "{{offer}} asked me to say hello.", "A wild {{offer}} appears!"]
            ),
            .part(
                .noOffer,
                professional: [
                    "I would like to ask how you are getting on with what you have from us.", "Is there a need at present that we could help with?",
                    "May I ask what you will need next?",
                ],
                friendly: [
                    "How are you getting on? Is there anything you need?", "Is everything working out for you?", "What could we do better for you?",
                ],
                strict: ["What do you need next?", "Is there a need we do not cover yet?", "Please tell me what is missing."],
                playful: [
                    "Is anything still missing on your wish list?", "If you had one wish free, what would it be?",
                    "How's life treating you, and what's missing?",
                ]
            ),
            .part(
                professional: [
                    "How do you solve this at present? The answer tells whether it makes sense.", "May I ask how you handle this so far?",
                    "I would first like to understand what you need.",
                ],
                friendly: [
                    "How do you do it so far? I'd love to understand before I suggest anything.",
                    "Tell me how things work for you now, and we'll see.",
                    "What would make your work easier?",
                ],
                strict: ["How is this handled now?", "State the need first.", "Describe how you work now."],
                playful: ["How do you juggle it now?", "First your story, then my two cents.", "What's the one chore you'd happily hand over?"]
            ),
            .part(
                professional: ["A few words in reply are enough.", "If it is of no interest, that is quite all right."],
                friendly: ["Just a thought, no pressure!", "If it's not for you, no worries."],
                strict: ["A short reply is enough.", "If not, please say so."],
                playful: ["No is a fine answer too.", "Only if it tickles you, of course."]
            ),
            .closing
        )
    )
}
