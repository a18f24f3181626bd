from perfmetrics._testing import assert_consistent as assert_consistent
from perfmetrics._testing import assert_scored_as_stated as assert_scored_as_stated
from perfmetrics._testing import assert_text_consistent as assert_text_consistent
__all__ = ['assert_consistent', 'assert_scored_as_stated', 'assert_text_consistent']
