"""The laptop's shape: PostgreSQL and Valkey from wheels, and every process under one supervisor."""
