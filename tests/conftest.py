"""What every test shares: how Hypothesis looks for counter-examples, here and on a build server."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A busy machine is no counter-example: no deadlines, and slow generation is no failure.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# New examples in every run, so few are enough; failures are remembered.
settings.register_profile("dev", _PATIENT, max_examples=40)
settings.register_profile("ci", _PATIENT, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
