"""Partners: who belongs to the consortium, what they may do, and who is who.

Owns: partners, people (affiliations, roles, consents), groups, communities, initiatives, agreements, needs,
strengths, matches, sign-in links, sessions, tokens, signing keys.
Tells: PartnerChanged, PersonChanged, GroupChanged, CommunityChanged, InitiativeChanged, AgreementChanged,
AgreementExpiring, NeedMoved, MatchProposed, MatchSettled, SigningKeyChanged, ApiTokenChanged, SignInRequested,
partners.RecordsCounted.
Hears: events.CopiesRequested, notifications.CopiesRequested, AddressFailed, AddressRecovered, SignInDenied.
"""
