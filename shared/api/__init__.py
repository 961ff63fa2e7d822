"""The HTTP door of every service.

application  what an API consists of      door         one request, one transaction; If-Match, ETag
body         reading what comes in        fields       the kinds of field, and what each refuses
idempotency  the same request twice       paging       lists by keyset
problems     refusals as RFC 9457         health       for operators
imports      what became of records
"""
