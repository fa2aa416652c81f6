/// From when on what a contact writes keeps back a message that is being written to them.
enum MessageBeginning {
    /// SQL over a message `c`, its run `r` and their agent `a`: when its writing began, and for what goes to those who write as well, such as an
    /// answer or a later step of a sequence, when it was written.
    static let time = """
        CASE WHEN r.step > 0 OR (r.trigger = 'event' AND a.trigger_kind = 'inbound_message') THEN c.created_at
            ELSE COALESCE(r.started_at, c.created_at) END
        """
}
