from perfmetrics._waivers import Waivers as Waivers
from perfmetrics._waivers import load_waivers as load_waivers
__all__ = ['Waivers', 'load_waivers']
