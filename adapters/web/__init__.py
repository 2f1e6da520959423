"""What browsers, load balancers and token verifiers read: pages, health, keys, the outbox.

Answers GET and holds no rule of the service. The API itself is `adapters.api`.
"""
