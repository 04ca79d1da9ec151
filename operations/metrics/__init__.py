"""What a Prometheus is told of the portal where METRICS_TOKEN is set: numbers, and nothing of anybody.

counts.py what each process counts while it works, states.py what is asked when somebody asks, answering.py
the address /metrics. Without the token nothing of it is loaded.
"""
