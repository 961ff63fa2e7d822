"""Notifications: who is told what, when, and the proof of it. Every email once, worth reading, explained.

Owns: subscriptions, recipients, emails, deliveries, suppressions, returns, denials, reminders, announcements.
Tells: notifications.CopiesRequested, AddressFailed, AddressRecovered, SignInDenied, RegistrationDenied,
FollowRequested, ReminderCameDue.
Hears: PartnerChanged, PersonChanged, GroupChanged, CommunityChanged, InitiativeChanged, AgreementChanged,
AgreementExpiring, NeedMoved, MatchProposed, MatchSettled, SigningKeyChanged, ApiTokenChanged, SignInRequested,
ProgramChanged, EventPublished, EventChanged, EventCancelled, EventRecorded, RegistrationRecorded,
RegistrationChanged, ReviewRequested, ReviewAnswered, CohostInvited, CohostUninvited, CohostAnswered,
AccommodationChanged, NumbersRequested, SourceHealthChanged, FollowRequested, ReminderCameDue,
partners.RecordsCounted, events.RecordsCounted.

copies         what neighbours told us          subscriptions  who follows what, and where to write to
emails         what is told, to whom, in which words             deliveries   one email to one person, and its states
smtp           how it leaves                    suppressions   whom we may not write to
notices        emails to the few whom something concerns
returns        what came back                   denials        "this was not me"
preferences    how somebody wants to be written to     following      by an address alone, confirmed by email
history        what one was sent, or not, and why
digests        what waits, in one email a day or a week  reminders      before an event begins
announcements  what the office writes to many
links          what a link in an email does
"""
