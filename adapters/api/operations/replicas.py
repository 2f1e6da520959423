"""Replicas of pools: record, list, switch and delete them."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import model as w
from domain.model.identifiers import PoolId
from domain.model.replica import ReplicaStatus
from domain.pools.replicas import DescribedReplica


def create_user_pool_replica(
    call: Call, req: w.CreateUserPoolReplicaRequest
) -> w.CreateUserPoolReplicaResponse:
    """Record a replica of a pool in another region."""
    pool_id, tags = PoolId(req["UserPoolId"]), req.get("UserPoolTags", {})
    replica = call.services.replicas.create(pool_id, req["RegionName"], tags)
    return {"UserPoolReplica": _shown(replica)}


def list_user_pool_replicas(
    call: Call, req: w.ListUserPoolReplicasRequest
) -> w.ListUserPoolReplicasResponse:
    """List a pool with its replicas."""
    replicas = call.services.replicas.list(PoolId(req["UserPoolId"]), req.get("NextToken"))
    return {"UserPoolReplicas": [_shown(each) for each in replicas]}


def update_user_pool_replica(
    call: Call, req: w.UpdateUserPoolReplicaRequest
) -> w.UpdateUserPoolReplicaResponse:
    """Record that a replica is active, or not."""
    pool_id, status = PoolId(req["UserPoolId"]), ReplicaStatus(req["Status"])
    replica = call.services.replicas.update(pool_id, req["RegionName"], status)
    return {"UserPoolReplica": _shown(replica)}


def delete_user_pool_replica(
    call: Call, req: w.DeleteUserPoolReplicaRequest
) -> w.DeleteUserPoolReplicaResponse:
    """Strike a replica off that is not active."""
    replica = call.services.replicas.delete(PoolId(req["UserPoolId"]), req["RegionName"])
    return {"UserPoolReplica": _shown(replica)}


def _shown(replica: DescribedReplica) -> w.UserPoolReplicaType:
    return {
        "RegionName": replica.region,
        "Status": replica.status.value,
        "Role": replica.role.value,
        "UserPoolArn": replica.arn,
    }
