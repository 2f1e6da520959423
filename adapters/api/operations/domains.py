"""Domains of pools: create, describe, update and delete them."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import domains as wire
from adapters.api.wire import model as w
from domain.model.identifiers import PoolId


def create_user_pool_domain(
    call: Call, req: w.CreateUserPoolDomainRequest
) -> w.CreateUserPoolDomainResponse:
    """Give a pool a prefix domain, or a custom one."""
    pool_id = PoolId(req["UserPoolId"])
    return wire.answer(call.services.domains.create(pool_id, req["Domain"], wire.settings(req)))


def describe_user_pool_domain(
    call: Call, req: w.DescribeUserPoolDomainRequest
) -> w.DescribeUserPoolDomainResponse:
    """Show the domain of a name, or that there is none."""
    return {"DomainDescription": wire.shown(call.services.domains.describe(req["Domain"]))}


def update_user_pool_domain(
    call: Call, req: w.UpdateUserPoolDomainRequest
) -> w.UpdateUserPoolDomainResponse:
    """Change the pages or the certificate of a domain; what is not given stays."""
    pool_id = PoolId(req["UserPoolId"])
    answer = wire.answer(call.services.domains.update(pool_id, req["Domain"], wire.change(req)))
    return {**answer}


def delete_user_pool_domain(
    call: Call, req: w.DeleteUserPoolDomainRequest
) -> w.DeleteUserPoolDomainResponse:
    """Take a domain from its pool."""
    call.services.domains.delete(PoolId(req["UserPoolId"]), req["Domain"])
    return {}
