"""What `python3 -m portal check` looks at: the house rules that a machine can keep."""
