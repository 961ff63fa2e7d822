"""Who does not want announcements: that is asked when they are addressed, and again just before one leaves."""

# Why `r`, a recipient, gets no announcements; null if she does.
REFUSED = """
    CASE WHEN EXISTS (SELECT FROM suppressions o WHERE o.address_key = r.address_key AND o.scope = 'announcements')
         THEN 'unsubscribed'
         WHEN EXISTS (SELECT FROM people o WHERE o.id = r.person_id AND NOT o.newsletter) THEN 'newsletter'
         WHEN r.wishes->>'announcements' = 'never' THEN 'muted' END
"""
