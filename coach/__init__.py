"""Coach: practise professional English for work with synthetic data."""

__version__ = "0.1.0"
