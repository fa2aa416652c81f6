extension ContactWords {
    static let reminder = ContactWords(
        prompt: """
            Remind the contact of the next appointment in the records, by its kind and date, and ask for a short word of confirmation or \
            another day. Where there is none, remind it of the day on which a decision is expected.
            """,
        phrasing: OfflinePhrasing(
            .salutation,
            .part(
                .appointment,
                professional: [
                    "This is a short reminder of {{appointment}} on {{appointment_day}}.",
                    "I would like to remind you of {{appointment}} on {{appointment_day}}.",
                    "{{appointment_day}} is the day of {{appointment}}.",
                ],
                friendly: [
                    "Just a little reminder of {{appointment}} on {{appointment_day}}!",
                    "I'm looking forward to {{appointment}} on {{appointment_day}}.",
                    "Not to forget: {{appointment}} on {{appointment_day}}.",
                ],
                strict: [
                    "Reminder: {{appointment}} on {{appointment_day}}.", "{{appointment_day}}: {{appointment}}.",
                    "On {{appointment_day}} is {{appointment}}.",
                ],
                playful: [
                    "Ding! {{appointment_day}} calls: {{appointment}}.", "A bird told me about {{appointment}} on {{appointment_day}}.",
                    "Knot in the handkerchief: {{appointment}} on {{appointment_day}}!",
                ]
            ),
            .part(
                .noAppointment,
                professional: [
                    "May I ask when we could speak next?", "I would like to agree on our next talk with you.", "When would a talk suit you?",
                ],
                friendly: ["When shall we talk next?", "It would be good to talk again. When suits you?", "Shall we find a day for a chat?"],
                strict: ["Please name a day for our next talk.", "When do we speak next?", "A next talk is to be agreed."],
                playful: [
                    "My calendar misses you. When shall we talk?", "Pick a day, any day, for our next talk!",
                    "The stage is free for our next talk. When?",
                ]
            ),
            .part(
                .dealAhead,
                professional: ["For {{deal}} we have {{deal_day}} in mind.", "The decision on {{deal}} is expected for {{deal_day}}."],
                friendly: ["And for {{deal}} we have {{deal_day}} in mind.", "{{deal}} has {{deal_day}} as its day, by the way."],
                strict: ["{{deal}}: decision on {{deal_day}}.", "Decision on {{deal}}: {{deal_day}}."],
                playful: ["And {{deal}} has its big day on {{deal_day}}.", "Bonus track: {{deal}}, on {{deal_day}}."]
            ),
            .part(
                .appointment,
                professional: ["Does that still suit you? A short word is enough.", "Please tell me if another day would suit you better."],
                friendly: ["Does it still work for you?", "If something has come up, just tell me and we'll find another day."],
                strict: ["Please confirm.", "Confirm, or name another day."],
                playful: ["Still on? A thumbs up will do.", "If life gets in the way, just holler."]
            ),
            .part(
                .noAppointment,
                professional: ["A short reply is enough.", "A suggestion from you is welcome."], friendly: ["Just name a day!", "Any day you like."],
                strict: ["A date is enough.", "Please reply."], playful: ["Surprise me!", "Your wish is my calendar entry."]
            ),
            .closing
        )
    )
}
