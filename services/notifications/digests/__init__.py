"""Many changes in one email, once a day or once a week."""
