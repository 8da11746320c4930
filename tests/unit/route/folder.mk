# tests/unit/route
