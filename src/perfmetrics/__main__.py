"""`python -m perfmetrics`."""

from __future__ import annotations

import sys

from perfmetrics.cli import main

sys.exit(main())
