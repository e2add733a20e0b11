"""The HTTP door: `triage serve`. Needs the extra `http`.

`app.app_of(service)` is an ASGI app; `server.serve` runs it. Every call carries the whole case and
nothing is kept. No answer is logged, and no header or address ever holds one.
"""
