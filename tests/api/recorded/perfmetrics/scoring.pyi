from perfmetrics._scoring import Prepared as Prepared
from perfmetrics._scoring import prepare as prepare
__all__ = ['Prepared', 'prepare']
