# tests/unit/jail
