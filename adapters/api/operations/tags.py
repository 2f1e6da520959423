"""Tags of pools: set, remove and list them."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import model as w


def tag_resource(call: Call, req: w.TagResourceRequest) -> w.TagResourceResponse:
    """Set tags of a pool, beside those that it has."""
    call.services.tags.tag(req["ResourceArn"], req["Tags"])
    return {}


def untag_resource(call: Call, req: w.UntagResourceRequest) -> w.UntagResourceResponse:
    """Remove tags of a pool by their keys."""
    call.services.tags.untag(req["ResourceArn"], req["TagKeys"])
    return {}


def list_tags_for_resource(
    call: Call, req: w.ListTagsForResourceRequest
) -> w.ListTagsForResourceResponse:
    """List the tags of a pool."""
    return {"Tags": dict(call.services.tags.of(req["ResourceArn"]))}
