# tests/unit/auth
