"""The way most would write it: what the figures are held against, in the same run."""
