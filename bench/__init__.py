"""What `make bench` runs: the goals that are measured, each beside the limit and the way most would write it.

rounds   all sides of a figure in turn, again and again      report   the table, and whether the goals are met
load     an HTTP client that is not what is measured         machine  whose figures these are
sink     a relay that takes everything                       naive    the way most would write it
mail     (a) and (d)    posting  (b)    reading  (c)    memory  (e)
"""
