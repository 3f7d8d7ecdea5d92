"""What other programs say of the same data: pingouin, factor-analyzer, and in R psych and lavaan.

`process.ask` starts a process of its own and returns what it heard; `compared` sets the answers beside our numbers.
The modules whose names begin with `by_` are run in that process alone: they import what is slow to import, and
pingouin clears its global options while it computes. `python -m psychometrics.second_opinion` is the process.
"""
