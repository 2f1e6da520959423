"""The measure for reads: a FastAPI application whose one route reads the body by hand.

python -m tools.bench.echo PORT
"""

from __future__ import annotations

import sys

import orjson
import uvicorn
from fastapi import FastAPI, Request, Response

application = FastAPI(openapi_url=None)


@application.post("/")
async def echo(request: Request) -> Response:
    """Parse the body and answer with it."""
    return Response(
        orjson.dumps(orjson.loads(await request.body())), media_type="application/x-amz-json-1.1"
    )


def main(port: int) -> None:
    """Serve on loopback until a signal comes."""
    uvicorn.run(
        application, port=port, loop="uvloop", http="httptools", access_log=False, log_config=None
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
