#!/bin/sh
# Size budgets: function 60 lines, 4 parameters past the object, nesting 3; file 600, header 150, 15 project includes.
exec python3 "$(dirname "$0")/budget.py"
