class Record:
    def __init__(self, name: str, outcome: Outcome | None = None, error: PerfMetricsError | None = None) -> None: ...
    error: PerfMetricsError | None = None
    name: str
    outcome: Outcome | None = None
