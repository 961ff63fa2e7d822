"""Events: what happens in the consortium, where and when, and who takes part.

Owns: programs, events with their co-hosts, registrations, links that need no account, requests of partners,
calendars that come in, closed days, addresses of people's own calendars.
Tells: EventPublished, EventChanged, EventCancelled, EventRecorded, ProgramChanged, ReviewRequested, ReviewAnswered,
CohostInvited, CohostUninvited, CohostAnswered, RegistrationRecorded, RegistrationChanged, AccommodationChanged,
NumbersRequested, SourceHealthChanged, CopiesRequested, events.RecordsCounted.
Hears: PartnerChanged, PersonChanged, GroupChanged, CommunityChanged, InitiativeChanged, SigningKeyChanged,
ApiTokenChanged, partners.RecordsCounted, notifications.CopiesRequested, RegistrationDenied.
"""
