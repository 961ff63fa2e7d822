"""Events: what happens, where and when."""
