"""Notifications: who is told what, when, and the proof of it. Every email once, worth reading, explained.

Owns: subscriptions, recipients, emails, deliveries, suppressions.
Tells: notifications.CopiesRequested.
Hears: PartnerChanged, PersonChanged, GroupChanged, CommunityChanged, InitiativeChanged, SigningKeyChanged,
ApiTokenChanged, SignInRequested, ProgramChanged, EventPublished, EventChanged, EventCancelled, EventRecorded,
RegistrationRecorded, RegistrationChanged, ReviewRequested, ReviewAnswered, CohostInvited, CohostAnswered,
AccommodationChanged, NumbersRequested, SourceHealthChanged, partners.RecordsCounted, events.RecordsCounted.

copies         what neighbours told us          subscriptions  who follows what, and where to write to
emails         what is told, to whom, in which words             deliveries   one email to one person, and its states
smtp           how it leaves                    suppressions   whom we may not write to
notices        emails to the few whom something concerns
links          what a link in an email does
"""
