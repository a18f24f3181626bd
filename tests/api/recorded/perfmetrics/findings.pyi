from perfmetrics._findings import Acceptance as Acceptance
__all__ = ['Acceptance']
