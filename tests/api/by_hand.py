"""What generation cannot bring to a 2xx, since it would have to guess a secret or another record's id, and the test
that does."""

_LIFE = "tests/events/test_lifecycle.py"
_MOVES = "tests/events/test_moves.py::test_each_state_allows_what_the_table_says_and_refuses_the_rest_by_name"
_THREE_HOSTS = "tests/events/test_cohost_names.py::test_three_hosts_have_it_once_in_their_lists_under_one_uid"
_LINKS = "tests/events/test_cohost_links.py"
_BY_LINK = f"{_LINKS}::test_a_link_says_who_asks_whom_for_what_and_looking_changes_nothing"
_ANSWERED_BY_LINK = f"{_LINKS}::test_an_answer_by_link_counts_like_one_by_account_and_may_be_changed"
_ASKED = "tests/events/test_cohosts.py::test_each_move_leads_where_the_table_says_and_others_are_refused_by_name"
_SOURCES, _MERGES = "tests/events/test_sources.py", "tests/events/test_merges.py"
_SOURCE_PAGES = "tests/portal/test_source_pages.py"
_SIGNING_UP = "tests/events/test_registrations.py"
_DESK = "tests/events/test_registration_desk.py"
_AT_THE_DOOR = f"{_DESK}::test_somebody_is_checked_in_marked_missing_and_put_right"
_HOURS = f"{_DESK}::test_nobody_verifies_her_own_hours"
_OFFERED = f"{_SIGNING_UP}::test_a_place_that_comes_free_is_offered_to_the_first_and_accepted_by_a_click"
_BY_ITS_LINK = f"{_DESK}::test_by_the_link_one_looks_accepts_comes_fewer_and_cancels_without_an_account"
_NEEDS = "tests/events/test_accommodations.py"
_NEEDS_BY_LINK = "tests/events/test_accommodation_links.py::test_whoever_has_no_account_asks_and_accepts_by_the_link"
_ARRANGERS = f"{_NEEDS}::test_where_arrangers_are_named_the_others_of_the_host_read_nothing"
_READ_BY = f"{_NEEDS}::test_a_request_is_read_by_whoever_asked_and_those_who_arrange_alone"
_NUMBERS = "tests/events/test_numbers_asked.py"
_NUMBERS_BY_LINK = f"{_NUMBERS}::test_the_link_says_who_asks_for_what_and_takes_the_numbers_once"
_CLOSED_DAYS = "tests/events/test_closed_days.py::test_closed_days_are_named_changed_and_struck"
_TIMES = "tests/events/test_occurrences.py"
_HELD = "tests/notifications/test_held.py"
_SENT_AGAIN = "test_what_the_office_sends_again_goes_once_more_under_its_message_id"
_SETTLED = "test_what_an_operator_settles_is_never_sent_again"
_BY_ADDRESS = "tests/notifications/test_following_by_address.py"
_CONFIRMED = f"{_BY_ADDRESS}::test_a_follower_hears_nothing_until_she_confirms_and_everything_afterwards"
_LOOKED_AFTER = "tests/notifications/test_following_links.py::test_a_follower_looks_after_it_all_by_her_link"
_SPOKEN = "tests/partners/test_interactions.py"
_AGREED = "tests/partners/test_agreements.py"
_AGREEMENT_MOVES = (
    "tests/partners/test_agreement_moves.py"
    "::test_every_path_leads_where_the_table_says_and_a_refusal_names_the_ways_out"
)
_NEEDED = "tests/partners/test_need_moves.py"
_NEED_MOVES = f"{_NEEDED}::test_a_need_goes_where_the_table_says_and_a_refusal_names_the_ways_out"
_MATCHED_MOVES = f"{_NEEDED}::test_a_matched_need_does_too"
_STRENGTH_MOVES = f"{_NEEDED}::test_a_strength_goes_where_the_table_says"
_FREE_AGAIN = "tests/partners/test_matches.py::test_what_is_called_off_or_done_is_free_again"
_ANNOUNCED = "tests/notifications/test_announcements.py"
_ANNOUNCED_CHANGED = f"{_ANNOUNCED}::test_a_draft_can_be_changed_and_thrown_away_and_what_was_sent_cannot"
_ANNOUNCED_TO = f"{_ANNOUNCED}::test_it_reaches_whom_its_target_names_and_says_why_not"
NOT_BY_GENERATION = {
    "POST /api/v1/announcements": _ANNOUNCED_TO,
    "GET /api/v1/announcements/{announcement_id}": _ANNOUNCED_CHANGED,
    "PATCH /api/v1/announcements/{announcement_id}": _ANNOUNCED_CHANGED,
    "DELETE /api/v1/announcements/{announcement_id}": _ANNOUNCED_CHANGED,
    "GET /api/v1/announcements/{announcement_id}/preview": _ANNOUNCED_TO,
    "POST /api/v1/announcements/{announcement_id}/test": (
        f"{_ANNOUNCED}::test_a_test_goes_to_oneself_alone_and_may_be_repeated"
    ),
    "POST /api/v1/announcements/{announcement_id}/sending": _ANNOUNCED_TO,
    "POST /api/v1/announcements/{announcement_id}/stop": (
        "tests/notifications/test_announced.py::test_what_has_not_left_can_be_stopped"
    ),
    "POST /api/v1/agreements": f"{_AGREED}::test_what_was_said_is_shown_with_its_owners_by_name",
    "POST /api/v1/partners/{partner}/interactions": f"{_SPOKEN}::test_they_are_listed_newest_first_page_by_page",
    "PATCH /api/v1/interactions/{interaction_id}": (
        f"{_SPOKEN}::test_what_was_noted_wrongly_is_put_right_at_its_version"
    ),
    "GET /api/v1/agreements/{agreement_id}": f"{_AGREED}::test_what_was_said_is_shown_with_its_owners_by_name",
    "PATCH /api/v1/agreements/{agreement_id}": f"{_AGREED}::test_what_was_signed_stays_but_for_who_looks_after_it",
    **{
        f"POST /api/v1/agreements/{{agreement_id}}/{move}": _AGREEMENT_MOVES
        for move in ("submission", "signature", "suspension", "resumption", "termination", "withdrawal")
    },
    **{
        f"POST /api/v1/needs/{{need_id}}/{move}": _NEED_MOVES
        for move in ("triage", "publication", "rejection", "merger", "pause", "resumption", "closure", "reopening")
    },
    **{f"POST /api/v1/needs/{{need_id}}/{move}": _MATCHED_MOVES for move in ("start", "resolution")},
    **{
        f"POST /api/v1/strengths/{{strength_id}}/{move}": _STRENGTH_MOVES
        for move in ("offer", "pause", "resumption", "withdrawal")
    },
    "POST /api/v1/needs": f"{_NEEDED}::test_who_raised_a_need_may_mend_it_until_somebody_has_looked_at_it",
    "GET /api/v1/needs/{need_id}": _MATCHED_MOVES,
    "PATCH /api/v1/needs/{need_id}": f"{_NEEDED}::test_who_raised_a_need_may_mend_it_until_somebody_has_looked_at_it",
    "GET /api/v1/needs/{need_id}/suggestions": (
        "tests/partners/test_suggestions.py::test_the_first_suggestion_is_what_a_person_would_name_and_says_why"
    ),
    "POST /api/v1/strengths": _STRENGTH_MOVES,
    "GET /api/v1/strengths/{strength_id}": _FREE_AGAIN,
    "PATCH /api/v1/strengths/{strength_id}": (
        "tests/partners/test_matches.py::test_with_more_of_it_a_strength_is_on_offer_again"
    ),
    "POST /api/v1/matches": _FREE_AGAIN,
    "GET /api/v1/matches/{match_id}": (
        "tests/partners/test_matches.py::test_two_who_take_the_last_of_it_at_once_are_one_yes_and_one_409"
    ),
    **{
        f"POST /api/v1/matches/{{match_id}}/{move}": _FREE_AGAIN
        for move in ("answer", "activation", "completion", "cancellation")
    },
    "POST /api/v1/deliveries/{delivery_id}/repetition": f"{_HELD}::{_SENT_AGAIN}",
    "POST /api/v1/deliveries/{delivery_id}/acceptance": f"{_HELD}::{_SETTLED}",
    "GET /api/v1/links/notifications/{token}": _LOOKED_AFTER,
    "POST /api/v1/subscriptions/requests": _CONFIRMED,
    "POST /api/v1/suppressions": (
        "tests/notifications/test_suppressions.py::test_the_office_can_leave_somebody_alone_and_says_why"
    ),
    "GET /api/v1/links/notifications/{token}/confirmation": _CONFIRMED,
    "POST /api/v1/links/notifications/{token}/confirmation": _CONFIRMED,
    "GET /api/v1/links/notifications/{token}/following": _LOOKED_AFTER,
    "PATCH /api/v1/links/notifications/{token}/following": _LOOKED_AFTER,
    "PATCH /api/v1/links/notifications/{token}/subscriptions/{subscription_id}": _LOOKED_AFTER,
    "DELETE /api/v1/links/notifications/{token}/subscriptions/{subscription_id}": _LOOKED_AFTER,
    "GET /api/v1/events/{event_id}/occurrences": f"{_TIMES}::test_ten_in_chicago_stays_ten_when_the_clocks_change",
    "PATCH /api/v1/events/{event_id}/occurrences/{key}": (
        f"{_TIMES}::test_one_is_moved_renamed_and_relocated_and_given_back"
    ),
    "POST /api/v1/events/{event_id}/occurrences/{key}/cancellation": (
        f"{_TIMES}::test_one_is_cancelled_with_its_reason_and_told_once"
    ),
    "POST /api/v1/events/{event_id}/accommodations": _READ_BY,
    "GET /api/v1/accommodations/{accommodation_id}": _READ_BY,
    "POST /api/v1/accommodations/{accommodation_id}/{move}": (
        f"{_NEEDS}::test_every_move_in_every_state_by_everybody_is_answered_as_the_table_says"
    ),
    "GET /api/v1/events/{event_id}/arrangers": _ARRANGERS,
    "POST /api/v1/events/{event_id}/arrangers": _ARRANGERS,
    "GET /api/v1/links/events/{token}/accommodations": _NEEDS_BY_LINK,
    "POST /api/v1/links/events/{token}/accommodations": _NEEDS_BY_LINK,
    "POST /api/v1/links/events/{token}/accommodations/{accommodation_id}/{move}": _NEEDS_BY_LINK,
    "PUT /api/v1/events/{event_id}/outcome": (
        "tests/events/test_outcomes.py::test_the_hosts_numbers_complete_what_has_ended"
    ),
    "POST /api/v1/events/{event_id}/site-contact": (
        f"{_NUMBERS}::test_the_sites_contact_is_asked_too_once_the_host_names_her"
    ),
    "GET /api/v1/links/events/{token}/numbers": _NUMBERS_BY_LINK,
    "POST /api/v1/links/events/{token}/numbers": _NUMBERS_BY_LINK,
    "DELETE /api/v1/sessions/current": "tests/partners/test_sessions.py::test_signing_out_ends_this_session_alone",
    "POST /api/v1/sessions": "tests/partners/test_sign_in.py::test_a_link_opens_one_session_and_is_used_then",
    "POST /api/v1/sign-in": "tests/partners/test_sign_in.py::test_a_link_opens_one_session_and_is_used_then",
    "POST /api/v1/people": "tests/partners/test_people.py::test_a_person_is_shown_with_all_that_she_told",
    "POST /api/v1/events": f"{_LIFE}::test_a_published_event_is_told_whole",
    "POST /api/v1/events/{event_id}/publication": f"{_LIFE}::test_a_published_event_is_told_whole",
    "POST /api/v1/events/{event_id}/preview": f"{_LIFE}::test_a_preview_is_what_the_change_then_tells",
    "POST /api/v1/events/{event_id}/submission": _MOVES,
    "POST /api/v1/events/{event_id}/review": _MOVES,
    "POST /api/v1/events/{event_id}/withdrawal": _MOVES,
    "POST /api/v1/events/{event_id}/postponement": _MOVES,
    "POST /api/v1/events/{event_id}/cohosts": _THREE_HOSTS,
    "POST /api/v1/events/{event_id}/cohosts/{partner_id}/answer": _ASKED,
    "POST /api/v1/events/{event_id}/cohosts/{partner_id}/withdrawal": _ASKED,
    "GET /api/v1/links/events/{token}": _BY_LINK,
    "GET /api/v1/links/events/{token}/cohost": _BY_LINK,
    "POST /api/v1/links/events/{token}/cohost": _ANSWERED_BY_LINK,
    "GET /api/v1/conflicts": "tests/events/test_conflicts.py::test_a_holiday_is_named",
    "GET /api/v1/requests": "tests/events/test_requests.py::test_others_learn_how_often_and_not_by_whom",
    "POST /api/v1/calendars/sources": f"{_SOURCES}::test_the_address_that_calendars_give_out_is_taken",
    "GET /api/v1/calendars/sources/{source_id}": f"{_SOURCES}::test_another_partners_source_is_not_to_be_found",
    "PATCH /api/v1/calendars/sources/{source_id}": (
        f"{_SOURCE_PAGES}::test_an_address_without_a_calendar_is_said_and_can_be_changed"
    ),
    "POST /api/v1/calendars/sources/{source_id}/preview": (
        f"{_SOURCES}::test_a_preview_shows_what_would_come_in_and_writes_nothing"
    ),
    "POST /api/v1/calendars/sources/{source_id}/activation": (
        f"{_SOURCE_PAGES}::test_a_calendar_is_added_looked_at_and_switched_on"
    ),
    "POST /api/v1/calendars/sources/{source_id}/pause": (
        f"{_SOURCES}::test_a_paused_source_is_left_alone_and_is_read_anew_when_it_goes_on"
    ),
    "POST /api/v1/calendars/merges/{merge_id}/confirmation": (
        f"{_MERGES}::test_a_confirmed_merge_survives_and_can_be_undone"
    ),
    "POST /api/v1/calendars/merges/{merge_id}/reversal": (
        f"{_MERGES}::test_a_confirmed_merge_survives_and_can_be_undone"
    ),
    "POST /api/v1/calendars/merges/{merge_id}/dismissal": (f"{_MERGES}::test_a_dismissed_pair_is_not_proposed_again"),
    "POST /api/v1/events/{event_id}/registrations": (
        f"{_SIGNING_UP}::test_places_go_in_order_and_whoever_comes_later_waits_and_is_told_why"
    ),
    "POST /api/v1/events/{event_id}/walk-ins": f"{_DESK}::test_a_walk_in_takes_a_place_that_is_free",
    "GET /api/v1/registrations/{registration_id}": _OFFERED,
    "PATCH /api/v1/registrations/{registration_id}": (
        f"{_DESK}::test_a_party_becomes_smaller_of_the_version_that_was_read"
    ),
    "POST /api/v1/registrations/{registration_id}/acceptance": _OFFERED,
    "POST /api/v1/registrations/{registration_id}/cancellation": _OFFERED,
    "POST /api/v1/registrations/{registration_id}/requirements": (
        "tests/events/test_registration_terms.py::test_what_is_asked_before_keeps_the_place_until_it_is_there"
    ),
    "POST /api/v1/registrations/{registration_id}/check-in": _AT_THE_DOOR,
    "POST /api/v1/registrations/{registration_id}/days": (
        "tests/events/test_places_by_day.py::test_a_day_that_comes_free_is_hers_at_once_who_has_a_place_at_the_event"
    ),
    "POST /api/v1/events/{event_id}/sessions/{session_id}/assignment": (
        "tests/events/test_groups_to_sites.py::test_the_host_assigns_and_each_is_told_where_and_when_once"
    ),
    "POST /api/v1/registrations/{registration_id}/attendance": _AT_THE_DOOR,
    "POST /api/v1/registrations/{registration_id}/no-show": _AT_THE_DOOR,
    "POST /api/v1/registrations/{registration_id}/hours": _HOURS,
    "POST /api/v1/registrations/{registration_id}/hours/verification": _HOURS,
    "GET /api/v1/links/events/{token}/registration": _BY_ITS_LINK,
    "POST /api/v1/links/events/{token}/registration": _BY_ITS_LINK,
    "GET /api/v1/events/{event_id}/source": (
        "tests/events/test_provenance.py::test_what_was_changed_by_hand_is_said_to_stay_and_the_rest_to_follow"
    ),
    "POST /api/v1/calendars/closed-days": _CLOSED_DAYS,
    "GET /api/v1/calendars/closed-days/{days_id}": _CLOSED_DAYS,
    "PATCH /api/v1/calendars/closed-days/{days_id}": _CLOSED_DAYS,
    "DELETE /api/v1/calendars/closed-days/{days_id}": _CLOSED_DAYS,
    "GET /api/v1/deliveries/{delivery_id}/email": (
        "tests/notifications/test_as_it_was.py::test_every_email_can_be_read_again_without_its_secrets"
    ),
    "GET /api/v1/returns/{return_id}": (
        "tests/notifications/test_returns.py::test_what_nobody_can_read_is_kept_for_the_operator_and_not_guessed"
    ),
    "GET /my/{secret}/calendar.ics": "tests/events/test_own_calendar.py::test_a_new_address_ends_the_old_one",
}
