"""The demo's mailbox: takes every email by SMTP, delivers none, and shows each as a person would see it."""
