"""Groups: people who meet, and the partners that own the group. Rosters are private."""
