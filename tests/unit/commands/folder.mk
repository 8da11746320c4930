# tests/unit/commands
