from perfmetrics._outcomes import Record as Record
__all__ = ['Record']
