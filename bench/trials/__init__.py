"""The trials of bench/faults.py, each a module with a `trial`; place.py has what their portal lies in."""
