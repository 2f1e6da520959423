"""The Cognito API over HTTP: AWS JSON 1.1 on one POST route, from bytes to operations and back.

Translates and guards; no rule of the service lives here. `endpoint` walks a request through,
`registry` names the function of each operation, `wire` holds the shapes, `problems` the errors.
"""
