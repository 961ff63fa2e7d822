"""What people find behind the links of events: a page for each purpose, which shows what is asked and takes it."""
