"""How long readers wait: `python -m benchmarks` measures the running app, its database and the browser in one go."""
