"""The services: partners (records), events (what happens), notifications (who is told), portal (pages)."""
