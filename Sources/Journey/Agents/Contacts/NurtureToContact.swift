extension ContactWords {
    static let nurture = ContactWords(
        prompt: """
            Stay in touch with the contact without selling: say something useful about one of the products or keywords that the records \
            bear out, ask one open question about what matters to them, and ask for nothing else.
            """,
        phrasing: OfflinePhrasing(
            .salutation,
            .part(
                .topic,
                professional: [
                    "I would like to know whether {{topic}} is of interest to you at the moment.",
                    "May I ask how you see the subject of {{topic}}?", "A thought on {{topic}}: what matters most in it is different for everyone.",
                ],
                friendly: [
                    "I was thinking about {{topic}}, and wondered how you see it.", "Is {{topic}} something you are busy with just now?",
                    "A little hello from my side, with {{topic}} in mind.",
                ],
                strict: ["A question on {{topic}}.", "Is {{topic}} relevant to you at present?", "On {{topic}}: your view is of interest to me."],
                playful: [
                    "Today's thought comes with a pinch of {{topic}}.", "If {{topic}} were a song, would you hum along?",
                    "{{topic}} crossed my mind, and so did you.",
                ]
            ),
            .part(
                .noTopic,
                professional: [
                    "I would like to stay in touch with you.", "I would like to hear what matters to you at present.",
                    "I am writing to hear how you are getting on.",
                ],
                friendly: ["I just wanted to say hello.", "A little hello from my side!", "I wanted to hear how you are doing."],
                strict: ["I would like to stay informed about your plans.", "A short question.", "I write to stay in touch."],
                playful: ["A wild hello appears!", "No agenda, just a hello.", "This message comes with no strings attached."]
            ),
            .part(
                professional: [
                    "What matters most to you in this at present?", "If you have a question about it, I am glad to answer it.",
                    "Which question would you like to have answered?",
                ],
                friendly: [
                    "What's on your mind these days? I'm happy to help with any question.", "Ask me anything you like about it!",
                    "What would be most useful to you right now?",
                ],
                strict: ["Which question do you have?", "Send me your questions.", "What do you need to know?"],
                playful: [
                    "Any question, big or small, finds a good home here.", "Ask away, I don't bite!",
                    "What would you ask, if you could ask anything?",
                ]
            ),
            .part(
                professional: ["There is no need to decide anything now.", "This is meant as an offer to talk, and no more."],
                friendly: ["No rush at all.", "And if it's not the time, that's fine too!"],
                strict: ["No decision is asked for.", "An answer is optional."],
                playful: ["No pressure, scout's honour.", "And that's all, no catch."]
            ),
            .closing
        )
    )
}
